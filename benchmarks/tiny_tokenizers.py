"""Tokenizers of the three great families, trained in a moment on a few sentences."""

from typing import Any

WORDS = 300
WINDOW = 64
_TEXTS = (
    "a search engine finds pages that hold the words of a question",
    "the inverted index lists for every word the documents it stands in",
    "dense vectors compare a question with a passage by the angle between them",
    "the river rose after three days of rain and the old bridge was closed",
    "how do i read a file line by line and return the largest item",
    "naïve café Straße Zürich",
    "поиск документов",
    "全文検索エンジン",
)


def wordpiece(family: str) -> Any:
    """A tokenizer like BERT's; with token types for families that have them."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=family != "cased")
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(_TEXTS, trainers.WordPieceTrainer(vocab_size=WORDS, special_tokens=special))
    _fill(tokenizer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    names = ["input_ids", "attention_mask"]
    if family in ("bert", "deberta-v2", "electra", "albert"):
        names.insert(1, "token_type_ids")
    return _fast(tokenizer, dict(zip(("pad", "unk", "cls", "sep", "mask"), special, strict=True)), names)


def byte_level(family: str) -> Any:
    """A tokenizer like RoBERTa's, or like Qwen's: no special tokens but the end, padded on the left."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    decoder = family != "roberta"
    special = ["<|pad|>", "<|end|>"] if decoder else ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=WORDS, special_tokens=special, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(_TEXTS, trainer)
    _fill(tokenizer)
    if decoder:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="$A <|end|>", pair="$A $B <|end|>", special_tokens=[("<|end|>", 1)]
        )
        fast = _fast(tokenizer, {"pad": special[0], "eos": special[1]}, ["input_ids", "attention_mask"])
        fast.padding_side = "left"
        return fast
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    names = ("bos", "pad", "eos", "unk", "mask")
    tokens = {**dict(zip(names, special, strict=True)), "cls": "<s>", "sep": "</s>"}
    return _fast(tokenizer, tokens, ["input_ids", "attention_mask"])


def sentencepiece(_: str) -> Any:
    """A tokenizer like XLM-RoBERTa's."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=150, special_tokens=special, unk_token="<unk>")  # noqa: S106
    tokenizer.train_from_iterator(_TEXTS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    _fill(tokenizer)
    tokens = dict(zip(("bos", "pad", "eos", "unk", "mask"), special, strict=True))
    return _fast(tokenizer, {**tokens, "cls": "<s>", "sep": "</s>"}, ["input_ids", "attention_mask"])


def _fill(tokenizer: Any) -> None:
    """Bring the vocabulary to the size of the models' tables."""
    tokenizer.add_tokens([f"filler{place}" for place in range(WORDS - tokenizer.get_vocab_size())])


def _fast(tokenizer: Any, tokens: dict[str, str], inputs: list[str]) -> Any:
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=WINDOW,
        model_input_names=inputs,
        **{f"{name}_token": token for name, token in tokens.items()},
    )
