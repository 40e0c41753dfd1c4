"""The cross-encoder's bundle: graph, scores, speed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pipelines.families.family import ExportedGraph, Scored, Serving
from pipelines.families.measured_speed import WARM_UP, rate_of
from pipelines.families.tokenizer_file import tokenizer_file
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

if TYPE_CHECKING:
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe
    from search_app.bundles.manifest import Kind
    from search_app.encoders.bundle_model import BundleModel
    from search_app.encoders.tokenisation import TokenRow


class CrossEncoderServing(Serving):
    """See `pipelines.families.family.Serving`."""

    kind: "ClassVar[Kind]" = "cross-encoder"
    inputs: ClassVar[tuple[str, ...]] = ("input_ids", "attention_mask", "token_type_ids")
    outputs: ClassVar[tuple[str, ...]] = ("scores",)
    use: ClassVar[str] = "Reorders the head of a fused ranking. Blend its score with the fused one. English."

    def graph(self, folder: Path, recipe: "Recipe") -> ExportedGraph:
        """Return backbone and head as one graph."""
        from sentence_transformers import CrossEncoder

        from pipelines.families.cross_encoder.graph import CrossEncoderGraph

        model = CrossEncoder(str(folder), device="cpu", trust_remote_code=True).eval()
        head = model[1] if len(model) > 1 else None
        graph = CrossEncoderGraph(model[0].model, head)
        tokenizer = tokenizer_file(model[0].tokenizer, folder)
        return ExportedGraph(graph, tokenizer, 1, len(model[0].tokenizer))

    def scores(self, bundles: Sequence[Path], judged: "JudgedSet") -> Scored:
        """Scores of BM25's head for the first queries; see `pipelines.families.cross_encoder.rerank_run`."""
        from pipelines.families.cross_encoder.rerank_run import rerank_matrices

        return rerank_matrices(bundles, judged)

    def rows(
        self, bundle: Path, queries: Sequence[str], passages: Sequence[str]
    ) -> "tuple[BundleModel, list[TokenRow]]":
        """Pairs of a query and a passage."""
        reranker = OnnxCrossEncoder(bundle)
        pairs = zip(queries, passages, strict=False)
        return reranker.model, [row for query, text in pairs for row in reranker.pair_rows(query, [text])]

    def speed(self, bundle: Path, query: str, passages: Sequence[str]) -> dict[str, float]:
        """Pairs per second."""
        reranker = OnnxCrossEncoder(bundle)
        reranker.score(query, passages[:WARM_UP])
        return {"pairs/s": rate_of(lambda: reranker.score(query, passages), len(passages))}
