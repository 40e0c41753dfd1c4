"""A model's tokenizer as the one file that serving reads."""

from typing import Any

from pipelines.bring.refusal import refused


def backend_of(tokenizer: Any) -> Any:
    """Return the tokenizer of the tokenizers library inside.

    Raises:
        BadInputError: When there is none.
    """
    from tokenizers import Tokenizer

    if isinstance(tokenizer, Tokenizer):
        return tokenizer
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise refused(
            f"its tokenizer ({type(tokenizer).__name__}) has no form in the tokenizers library",
            "a model with tokenizer.json",
        )
    return backend


def tokenizer_text(tokenizer: Any, special: bool = True) -> str:
    """Return `tokenizer.json`: without padding and truncation, which serving does itself.

    Args:
        tokenizer: Of transformers or of the tokenizers library.
        special: False for models whose texts get no special tokens.

    Raises:
        BadInputError: When it has no such form.
    """
    from tokenizers import Tokenizer
    from tokenizers.processors import TemplateProcessing

    copied = Tokenizer.from_str(backend_of(tokenizer).to_str())
    copied.no_padding()
    copied.no_truncation()
    if not special:
        copied.post_processor = TemplateProcessing(single="$A", pair="$A $B:1", special_tokens=[])
    return str(copied.to_str())


def check_vocabulary(text: str, rows: int) -> None:
    """Refuse a vocabulary with ids that the embedding table has no row for.

    Args:
        text: `tokenizer.json`.
        rows: Of the table.

    Raises:
        BadInputError: When an id is beyond the table.
    """
    from tokenizers import Tokenizer

    vocabulary = Tokenizer.from_str(text).get_vocab(with_added_tokens=True)
    name, most = max(vocabulary.items(), key=lambda entry: entry[1], default=("", 0))
    if most >= rows:
        raise refused(
            f"its tokenizer has the id {most:,} ({name!r}) and its embedding table {rows:,} rows",
            "a table with a row for every token",
            "fetch tokenizer and weights of the same revision, or resize the model's embeddings",
        )


def embedding_rows(module: Any) -> int:
    """Return how many token ids a Transformer module has embeddings for."""
    return int(module.model.get_input_embeddings().weight.shape[0])


def special_count(text: str, pair: bool = False) -> int:
    """Return how many special tokens a text (or a pair) gets."""
    from tokenizers import Tokenizer

    return int(Tokenizer.from_str(text).num_special_tokens_to_add(pair))
