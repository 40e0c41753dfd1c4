"""Train a query generator: passage in, query out (doc2query, Nogueira and Lin 2019), on a T5-like model."""

from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import (
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Seq2SeqTrainer,
    Seq2SeqTrainingArguments,
)

from pipelines.data.pair_file import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.arguments import plain_arguments


class QueryGenerator:
    """A sequence-to-sequence model with its tokenizer.

    Args:
        model: Of transformers.
        tokenizer: Its tokenizer.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self.model, self.tokenizer = model, tokenizer

    def save(self, folder: str) -> None:
        """Write both as transformers loads them."""
        self.model.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)


def load_query_generator(model: str) -> QueryGenerator:
    """Load a folder or hub id, in fp32."""
    return QueryGenerator(
        AutoModelForSeq2SeqLM.from_pretrained(model, dtype=torch.float32),
        AutoTokenizer.from_pretrained(model),
    )


def train_query_generator(
    recipe: Recipe,
    model: QueryGenerator,
    mixture: dict[str, list[TrainingPair]],
    folder: Path,
) -> Seq2SeqTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    training = recipe.training
    if training is None:
        raise ValueError("a recipe without [training] has nothing to train")
    tokenizer = model.tokenizer
    pairs = [pair for rows in mixture.values() for pair in rows]
    table = Dataset.from_dict({"passage": [p.positive for p in pairs], "query": [p.query for p in pairs]})

    def tokenise(rows: dict[str, list[str]]) -> Any:
        return tokenizer(
            rows["passage"], text_target=rows["query"], truncation=True, max_length=training.passage_tokens
        )

    return Seq2SeqTrainer(
        model=model.model,
        args=Seq2SeqTrainingArguments(**plain_arguments(recipe, folder)),
        train_dataset=table.map(tokenise, batched=True, remove_columns=["passage", "query"]),
        data_collator=DataCollatorForSeq2Seq(tokenizer, model.model),
        processing_class=tokenizer,
    )
