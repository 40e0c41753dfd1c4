"""The bi-encoder's bundle: graph, scores, speed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from pipelines.families.dense.options import DenseOptions
from pipelines.families.family import ExportedGraph, Scored, Serving
from pipelines.families.measured_speed import encoder_speed
from search_app.encoders.bundle_model import BundleModel
from search_app.encoders.dense import OnnxDenseEncoder

if TYPE_CHECKING:
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe
    from search_app.bundles.manifest import Kind
    from search_app.encoders.tokenisation import TokenRow


class DenseServing(Serving):
    """See `pipelines.families.family.Serving`."""

    kind: "ClassVar[Kind]" = "dense"
    inputs: ClassVar[tuple[str, ...]] = ("input_ids", "attention_mask")
    outputs: ClassVar[tuple[str, ...]] = ("vectors", "token_vectors")
    use: ClassVar[str] = "Encodes passages and queries for vector search by inner product. English."
    base_models: ClassVar[bool] = True

    def graph(self, folder: Path, recipe: "Recipe") -> ExportedGraph:
        """Return backbone, pooling and normalisation as one graph."""
        from transformers import AutoModel

        from pipelines.families.dense.first_token_graph import FirstTokenGraph, can_decompose
        from pipelines.families.dense.graph import DenseGraph

        options, backbone = DenseOptions.of(recipe), AutoModel.from_pretrained(str(folder)).eval()
        first_token = options.pooling == "cls" and can_decompose(backbone)
        graph = (
            FirstTokenGraph(backbone, options.normalise)
            if first_token
            else DenseGraph(backbone, options.pooling, options.normalise)
        )
        config = backbone.config
        return ExportedGraph(graph, folder / "tokenizer.json", config.hidden_size, config.vocab_size)

    def scores(self, bundles: Sequence[Path], judged: "JudgedSet") -> Scored:
        """Inner products of all queries with all passages."""
        queries, found = list(judged.queries.values()), []
        for bundle in bundles:
            encoder = OnnxDenseEncoder(bundle)
            vectors = encoder.encode_passages(judged.texts)
            found.append(np.asarray(encoder.encode_queries(queries) @ vectors.T))
        return judged, found

    def rows(
        self, bundle: Path, queries: Sequence[str], passages: Sequence[str]
    ) -> "tuple[BundleModel, list[TokenRow]]":
        """Passages, then queries."""
        model = BundleModel(bundle, self.kind)
        return model, [*model.passage_rows(passages), *model.query_rows(queries)]

    def speed(self, bundle: Path, query: str, passages: Sequence[str]) -> dict[str, float]:
        """Passages per second, milliseconds per query."""
        return encoder_speed(OnnxDenseEncoder(bundle), query, passages)
