import pytest

pytest.importorskip("torch")
from fixtures.tiny_training import write_tiny_bert, write_tiny_roberta
from transformers import AutoModel, AutoTokenizer

from pipelines.families.cross_encoder.segments import give_segments
from search_app.errors import BadInputError

PAIR = ("where does the cat sleep", "the cat sleeps in the barn")


def loaded(folder):
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()


def test_the_second_text_of_a_pair_gets_a_type_and_the_tokens_stay(tmp_path):
    tokenizer, model = loaded(write_tiny_roberta(tmp_path / "roberta"))
    before = tokenizer(*PAIR)
    single = tokenizer(PAIR[0])["input_ids"]
    give_segments(tokenizer, model)
    after = tokenizer(*PAIR)
    assert after["input_ids"] == before["input_ids"]
    assert tokenizer(PAIR[0])["input_ids"] == single
    second = [place for place, text in enumerate(before.sequence_ids(0)) if text == 1]
    typed = [place for place, kind in enumerate(after["token_type_ids"]) if kind == 1]
    assert typed == [*second, second[-1] + 1], "its closing token with it"


def test_the_types_are_known_to_whoever_loads_what_was_saved(tmp_path):
    tokenizer, model = loaded(write_tiny_roberta(tmp_path / "roberta"))
    give_segments(tokenizer, model)
    for part in (tokenizer, model):
        part.save_pretrained(tmp_path / "saved")
    again, read = loaded(tmp_path / "saved")
    assert again(*PAIR)["token_type_ids"] == tokenizer(*PAIR)["token_type_ids"]
    assert read.config.type_vocab_size == 2


def test_a_new_type_says_at_first_what_the_old_one_said(tmp_path):
    import torch

    tokenizer, model = loaded(write_tiny_roberta(tmp_path / "roberta"))
    with torch.inference_mode():
        before = model(**tokenizer(*PAIR, return_tensors="pt")).last_hidden_state
        give_segments(tokenizer, model)
        after = model(**tokenizer(*PAIR, return_tensors="pt")).last_hidden_state
    torch.testing.assert_close(after, before)
    assert model.embeddings.token_type_embeddings.weight.requires_grad


def test_a_model_with_types_stays_as_it_is(tmp_path):
    tokenizer, model = loaded(write_tiny_bert(tmp_path / "bert"))
    table = model.embeddings.token_type_embeddings
    before = tokenizer(*PAIR)
    give_segments(tokenizer, model)
    assert dict(tokenizer(*PAIR)) == dict(before)
    assert model.embeddings.token_type_embeddings is table


def test_a_model_that_cannot_have_types_is_refused(tmp_path):
    from transformers import DistilBertConfig, DistilBertModel

    tokenizer, _ = loaded(write_tiny_roberta(tmp_path / "roberta"))
    model = DistilBertModel(DistilBertConfig(vocab_size=20, dim=8, n_layers=1, n_heads=2, hidden_dim=8))
    with pytest.raises(BadInputError, match="DistilBertModel has no token types"):
        give_segments(tokenizer, model)
