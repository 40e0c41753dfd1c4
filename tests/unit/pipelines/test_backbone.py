import pytest

from search_app.errors import BadInputError

pytest.importorskip("torch")
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertModel,
    DistilBertConfig,
    DistilBertModel,
    GPT2Config,
    GPT2Model,
)

from pipelines.train.backbone import backbone_of, freeze_layers, keep_layers


def bert(kind=BertModel):
    return kind(
        BertConfig(
            vocab_size=20, hidden_size=8, num_hidden_layers=3, num_attention_heads=2, intermediate_size=8
        )
    )


def distilbert():
    return DistilBertModel(DistilBertConfig(vocab_size=20, dim=8, n_layers=3, n_heads=2, hidden_dim=8))


def frozen(model):
    return {name for name, weight in model.named_parameters() if not weight.requires_grad}


@pytest.mark.parametrize(
    ("model", "place"),
    [(bert(), "encoder.layer"), (distilbert(), "transformer.layer")],
    ids=["bert", "distil"],
)
def test_the_embeddings_and_the_lowest_layers_stay(model, place):
    freeze_layers(model, 2)
    names = [name for name, _ in model.named_parameters()]
    expected = {name for name in names if name.startswith(("embeddings.", f"{place}.0.", f"{place}.1."))}
    assert frozen(model) == expected
    assert any(name.startswith(f"{place}.2.") for name in set(names) - expected)


def test_a_head_around_the_backbone_does_not_hide_its_layers():
    model = bert(BertForMaskedLM)
    freeze_layers(model, 1)
    assert any(name.startswith("bert.encoder.layer.0.") for name in frozen(model))
    assert not any(name.startswith("bert.encoder.layer.1.") for name in frozen(model))


def test_nothing_is_frozen_unless_asked():
    model = bert()
    freeze_layers(model, 0)
    assert frozen(model) == set()


def test_more_layers_than_there_are_or_under_another_name_are_refused():
    with pytest.raises(BadInputError, match="freeze_layers = 4: BertModel has 3 layers"):
        freeze_layers(bert(), 4)
    gpt = GPT2Model(GPT2Config(vocab_size=20, n_embd=8, n_layer=3, n_head=2))
    with pytest.raises(BadInputError, match="GPT2Model has 0 layers"):
        freeze_layers(gpt, 1)


def test_the_backbone_is_found_inside_a_generator_too():
    class Generator:
        model = bert()

    assert backbone_of(Generator()) is Generator.model


def test_a_backbone_is_cut_behind_its_lowest_layers(tmp_path):
    model = bert()
    lowest = [weight.clone() for weight in model.encoder.layer[0].parameters()]
    keep_layers(model, 1)
    assert len(model.encoder.layer) == model.config.num_hidden_layers == 1
    assert all(
        (old == new).all() for old, new in zip(lowest, model.encoder.layer[0].parameters(), strict=True)
    )
    model.save_pretrained(tmp_path)
    assert len(BertModel.from_pretrained(tmp_path).encoder.layer) == 1
    with pytest.raises(BadInputError, match="layers = 2: BertModel has 1"):
        keep_layers(model, 2)
