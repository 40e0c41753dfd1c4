"""Pairs whose two texts a backbone can tell apart, also where its own tokenizer gives them no types."""

from typing import Any

from tokenizers.processors import TemplateProcessing
from torch import nn

from search_app.errors import BadInputError

TYPES = "token_type_ids"


def give_segments(tokenizer: Any, model: Any) -> None:
    """Make a pair's second text type 1, as BERT has it, for a tokenizer and a model like RoBERTa's.

    The tokens of a pair stay the same. A table of one type gets a second row that starts as the first, and a
    second row that was never trained does too.

    Args:
        tokenizer: Of transformers, fast; its pairs may have types already, then nothing changes.
        model: A BERT-like model with `embeddings.token_type_embeddings`.

    Raises:
        BadInputError: When the model has no such table.
    """
    if any(tokenizer("a", "b").get(TYPES, ())):
        return
    table = getattr(model.embeddings, "token_type_embeddings", None)
    if table is None:
        raise BadInputError(
            f"{type(model).__name__} has no token types",
            'a backbone like BERT or RoBERTa for head = "interaction"',
            'set cross_encoder.head = "classification"',
        )
    start, end = tokenizer.cls_token, tokenizer.sep_token
    between = [end] * (tokenizer.num_special_tokens_to_add(pair=True) - 2)
    tokenizer.backend_tokenizer.post_processor = TemplateProcessing(
        single=f"{start} $A {end}",
        pair=" ".join([start, "$A", *between, "$B:1", f"{end}:1"]),
        special_tokens=[(start, tokenizer.cls_token_id), (end, tokenizer.sep_token_id)],
    )
    tokenizer.model_input_names = [*dict.fromkeys([*tokenizer.model_input_names, TYPES])]
    tokenizer.init_kwargs["model_input_names"] = tokenizer.model_input_names  # what is saved
    both = table.weight[:1].detach().repeat(2, 1)
    model.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(both, freeze=False)
    model.config.type_vocab_size = 2
