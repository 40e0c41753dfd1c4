import random

import pytest
from fixtures.tiny_training import write_tiny_bert

from pipelines.distil.stretches import draw_stretches

pytest.importorskip("sentence_transformers")

TEXT = "the cat eats grass, the dog sleeps in the barn where the owl sleeps"


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return write_tiny_bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="module")
def tokenizer(bert):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(bert)


def test_a_stretch_is_whole_words_and_names_their_tokens(tokenizer):
    ids = tokenizer(TEXT)["input_ids"]
    found = draw_stretches(TEXT, tokenizer, 64, 200, random.Random(1))
    for stretch in found:
        assert stretch.text in TEXT
        assert f" {stretch.text} " in f" {TEXT} "
        assert (
            tokenizer(stretch.text, add_special_tokens=False)["input_ids"] == ids[stretch.start : stretch.end]
        )
    lengths = {len(stretch.text.split()) for stretch in found}
    assert lengths == set(range(2, 9)), "two words to six tenths of fourteen"


def test_stretches_lie_in_the_window_and_go_by_the_seed(tokenizer):
    found = draw_stretches(TEXT, tokenizer, 10, 50, random.Random(1))
    assert max(stretch.end for stretch in found) <= 9
    assert found == draw_stretches(TEXT, tokenizer, 10, 50, random.Random(1))


@pytest.mark.parametrize("text", ["", "cat", "cat dog"])
def test_a_short_passage_is_its_own_stretch(tokenizer, text):
    (stretch,) = draw_stretches(text, tokenizer, 64, 1, random.Random(1))
    assert (stretch.start, stretch.end, stretch.text) == (0, len(tokenizer(text)["input_ids"]), text)


def test_the_loss_is_nothing_where_every_mean_is_the_teachers_and_something_elsewhere(bert):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    from pipelines.train.stretch_loss import StretchEmbeddingLoss

    model = SentenceTransformer(modules=[Transformer(str(bert)), Pooling(32, "mean"), Normalize()]).eval()
    texts = ["the cat eats grass", "the dog sleeps in the barn"]
    features = model.preprocess(texts)
    states = model(dict(features))["token_embeddings"]
    whole = model(dict(features))["sentence_embedding"]
    bounds = torch.tensor([[[0, 0], [0, 0], [1, 3]], [[0, 0], [0, 0], [2, 6]]], dtype=torch.float32)
    stretch = torch.stack([states[0, 1:3].sum(dim=0), states[1, 2:6].sum(dim=0)])
    labels = torch.cat([torch.stack([whole, whole, stretch], dim=1), bounds], dim=2)
    loss = StretchEmbeddingLoss(model)
    assert loss([dict(features), dict(features)], labels).item() == pytest.approx(0, abs=1e-5)
    elsewhere = labels.clone()
    elsewhere[:, 2, -2:] += 1
    assert loss([dict(features), dict(features)], elsewhere).item() > 1e-3
