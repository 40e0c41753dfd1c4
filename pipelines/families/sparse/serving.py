"""The sparse encoder's bundle: graph, query weights, scores, speed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pipelines.families.family import ExportedGraph, Scored, Serving
from pipelines.families.measured_speed import encoder_speed
from pipelines.families.tokenizer_file import tokenizer_file
from pipelines.retrieve.postings import inner_products, postings_of
from search_app.encoders.bundle_model import BundleModel
from search_app.encoders.query_weights import FILE_NAME
from search_app.encoders.sparse import OnnxSparseEncoder

if TYPE_CHECKING:
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe
    from search_app.bundles.manifest import Kind
    from search_app.encoders.tokenisation import TokenRow


class SparseServing(Serving):
    """See `pipelines.families.family.Serving`."""

    kind: "ClassVar[Kind]" = "sparse"
    inputs: ClassVar[tuple[str, ...]] = ("input_ids", "attention_mask")
    outputs: ClassVar[tuple[str, ...]] = ("weights", "sources")
    use: ClassVar[str] = (
        "Encodes passages into weighted vocabulary terms for an inverted index. Queries need no model: each "
        "distinct token has a learned weight. English."
    )

    def graph(self, folder: Path, recipe: "Recipe") -> ExportedGraph:
        """Return the graph of passages, and the table of query weights where queries need no inference."""
        from sentence_transformers import SparseEncoder
        from sentence_transformers.sparse_encoder.modules import Router, SparseAutoEncoder

        from pipelines.architectures.lexical_head import LexicalHead
        from pipelines.families.sparse.graph import sparse_graph

        # The head is a class of this package, which the library counts as remote code.
        model = SparseEncoder(str(folder), device="cpu", trust_remote_code=True).eval()
        arrays = {}
        modules: list[Any] = list(model)
        if isinstance(modules[0], Router):
            ways: Any = modules[0].sub_modules
            table = ways["query"][0].weight.detach().numpy().astype(np.float32)
            arrays[FILE_NAME] = np.maximum(table, 0.0)
            modules = list(ways["document"])
        backbone, head = modules[0], modules[-1]
        if isinstance(head, LexicalHead):
            arrays[FILE_NAME][head.special_ids] = 0.0
        graph, size = sparse_graph(backbone.model, head)
        return ExportedGraph(
            graph,
            tokenizer_file(backbone.tokenizer, folder),
            size,
            int(backbone.model.config.vocab_size),
            arrays,
            ("weights",) if isinstance(head, SparseAutoEncoder) else None,
        )

    def scores(self, bundles: Sequence[Path], judged: "JudgedSet") -> Scored:
        """Inner products of all queries with all passages."""
        queries, found = list(judged.queries.values()), []
        for bundle in bundles:
            encoder = OnnxSparseEncoder(bundle)
            postings = postings_of(encoder.encode_passages(judged.texts), encoder.dimension)
            asked = encoder.encode_queries(queries)
            found.append(np.stack([inner_products(query, postings, len(judged.ids)) for query in asked]))
        return judged, found

    def rows(
        self, bundle: Path, queries: Sequence[str], passages: Sequence[str]
    ) -> "tuple[BundleModel, list[TokenRow]]":
        """Passages, then queries."""
        model = BundleModel(bundle, self.kind)
        return model, [*model.passage_rows(passages), *model.query_rows(queries)]

    def speed(self, bundle: Path, query: str, passages: Sequence[str]) -> dict[str, float]:
        """Passages per second, milliseconds per query."""
        return encoder_speed(OnnxSparseEncoder(bundle), query, passages)
