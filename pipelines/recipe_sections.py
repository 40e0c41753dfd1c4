"""The tables of a recipe: unknown keys are errors, values keep their types."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Lane = Literal["bm25", "dense", "sparse"]


class Section(BaseModel):
    """A table of the file: unknown keys are errors, values keep their types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DataSource(Section):
    """One source of training pairs.

    Attributes:
        path: Folder or file, relative to the data root.
        format: "beir" (a split's judged pairs), "titles" (title → text of a BEIR corpus), "pairs" or
            "triples" (JSONL or Parquet with query, positive and, in triples, negative or negatives, and
            scores of a teacher), "tevatron" (JSONL with positive_passages and negative_passages),
            "msmarco" (the folder as distributed, or RocketQA's with titles), "dataset" (an id of the hub).
        split: Judgements of a folder, or the split of a dataset.
        files: Of an MS MARCO folder, what to train on instead of the judgements: query-positive-negative
            ids, mined hard negatives (JSONL) or teacher scores; several score files are an ensemble.
        max_negatives: Of an MS MARCO training file, passages kept per row, drawn at random: RocketQA lists
            a thousand for each of half a million queries.
        revision: Commit of a dataset on the hub.
        subset: Configuration of a dataset on the hub.
        licence: As read, for the model card.
        max_pairs: Keep a random part of at most this size.
        weight: Times each pair is seen per epoch; 0.5 keeps every second pair, at random.
        negative_lanes: Rankings this source's hard negatives come from, where they differ from the recipe's:
            encoding a large corpus to mine a few thousand queries may not be worth it.
    """

    path: str
    format: Literal["beir", "titles", "pairs", "triples", "tevatron", "msmarco", "dataset"] = "beir"
    split: str = "train"
    files: list[str] = []
    max_negatives: PositiveInt = 8
    revision: str | None = None
    subset: str | None = None
    licence: str = ""
    max_pairs: PositiveInt | None = None
    weight: PositiveFloat = 1.0
    negative_lanes: list[Lane] | None = None


class DevelopSet(Section):
    """A BEIR split that checkpoints, blends and gates are judged on.

    Attributes:
        path: Folder, relative to the data root.
        split: Its judgements.
        max_queries: Judge on this many queries, drawn with the recipe's seed.
        max_passages: Search a pool of their judged passages and others at random, of this size.
    """

    path: str
    split: str = "dev"
    max_queries: PositiveInt | None = None
    max_passages: PositiveInt | None = None


class Training(Section):
    """How long, how fast, how much at once. Names follow the trainers of transformers.

    Attributes:
        mini_batch_size: What is encoded at once where the loss is "cached"; the batch may then be larger
            than memory (GradCache, Gao et al. 2021).
        gradient_accumulation: Batches per step of the optimiser.
        evaluate_steps: Measure nDCG@10 on the development sets every so many steps.
        nano_beir: Sets of NanoBEIR to measure as well, by name; they come from the hub.
    """

    epochs: PositiveFloat = 1.0
    max_steps: int = -1
    batch_size: PositiveInt = 32
    learning_rate: PositiveFloat = 2e-5
    head_learning_rate: PositiveFloat | None = None
    warmup_ratio: Share = 0.1
    weight_decay: float = 0.0
    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    passage_tokens: PositiveInt = 128
    query_tokens: PositiveInt = 32
    freeze_layers: Annotated[int, Field(ge=0)] = 0
    mini_batch_size: PositiveInt = 32
    gradient_accumulation: PositiveInt = 1
    evaluate_steps: PositiveInt | None = None
    nano_beir: list[str] = []
    save_steps: PositiveInt = 100
    log_steps: PositiveInt = 10


class Negatives(Section):
    """Mined hard negatives.

    Attributes:
        per_query: Negatives beside each relevant passage.
        rows_per_query: Rows that a query gives at most, each with another of its relevant passages and other
            negatives: questions with ten judged abstracts have more to teach than one of them.
        lanes: Which rankings they come from.
        skip: Ranks left out at the top: likely unjudged answers.
        depth: Ranks read.
        margin: A negative scores at most this share of the relevant passage's score.
        choice: "best" takes the highest ranks of the window, "random" draws from the whole of it: what a
            reranker meets is the whole head of a ranking, not its first three hits.
        filter_model: A cross-encoder (a bundle's name or folder, a model folder, a hub id) that reads every
            candidate; those it holds for answers are left out (Qu et al. 2021).
        filter_margin: A candidate stays when its score is at least this far below the relevant passage's.
    """

    per_query: PositiveInt = 1
    rows_per_query: PositiveInt = 1
    lanes: list[Lane] = ["bm25"]
    skip: Annotated[int, Field(ge=0)] = 0
    depth: PositiveInt = 50
    margin: PositiveFloat | None = None
    choice: Literal["best", "random"] = "best"
    filter_model: str | None = None
    filter_margin: float = 0.0


class Distillation(Section):
    """What teachers say as the target of "mse" and "margin-mse" (Hofstätter et al. 2020) or "embedding".

    Attributes:
        teachers: Cross-encoders, each a bundle's name or folder, a model folder or a hub id; their scores
            are averaged. Empty when the data brings scores. For "embedding" one bi-encoder.
        scale: Factor of the teachers' scores; a bi-encoder of unit vectors cannot reach a logit of 10.
    """

    teachers: list[str] = []
    scale: PositiveFloat = 1.0


class TwoStage(Section):
    """A second stage on negatives that the first stage's model mines (`pipelines.train.two_stage`).

    Attributes:
        negatives: How they are mined from the first model's rankings; its lanes do not count.
        training: Of the second stage, where it differs from the first.
        keep_first_negatives: Train the second stage on the first one's negatives as well.
        split: Judged queries that both models retrieve for.
        depth: Passages retrieved for each.
        shard_size: Passages per shard of the encoded collection; memory holds one.
        encode_batch_size: Passages encoded at once.
    """

    negatives: Negatives = Negatives(per_query=8, depth=200)
    training: Training | None = None
    keep_first_negatives: bool = False
    split: str = "dev"
    depth: PositiveInt = 1000
    shard_size: PositiveInt = 200_000
    encode_batch_size: PositiveInt = 128


class ExportOptions(Section):
    """The bundle's windows, precision and gate.

    Attributes:
        max_tokens: Window of a passage, or of a pair.
        max_query_tokens: Window of a query.
        precision: "int8" or "fp32".
        quantiser: See `pipelines.export.quantise`.
        last_by_blocks: So many products at the end of the graph go by blocks, where "dynamic" would give
            all rows one scale: those of `FirstTokenGraph`, whose rows differ much in size, are three.
        version: Version of the bundle.
        licence: SPDX identifier of the weights' licence.
        max_loss: nDCG@10 that quantisation may cost on a development set.
    """

    max_tokens: PositiveInt = 256
    max_query_tokens: PositiveInt = 64
    precision: Literal["int8", "fp32"] = "int8"
    quantiser: Literal["dynamic", "weights"] = "dynamic"
    last_by_blocks: Annotated[int, Field(ge=0)] = 0
    version: str = "1"
    licence: str = "Apache-2.0"
    max_loss: PositiveFloat = 0.01
