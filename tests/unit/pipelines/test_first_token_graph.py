"""A first token's state taken apart over the tokens: exact, and each token has what it put in."""

import pytest
from fixtures.tiny_training import write_tiny_bert

from search_app.errors import BadInputError

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    model = transformers.BertModel.from_pretrained(write_tiny_bert(tmp_path_factory.mktemp("bert")))
    torch.manual_seed(3)
    for norm in (module for module in model.modules() if isinstance(module, torch.nn.LayerNorm)):
        torch.nn.init.normal_(norm.weight, 1, 0.2)
        torch.nn.init.normal_(norm.bias, 0, 0.2)
    for dense in (module for module in model.modules() if isinstance(module, torch.nn.Linear)):
        torch.nn.init.normal_(dense.bias, 0, 0.2)
    return model.eval()


def rows() -> tuple:
    ids = torch.tensor([[2, 6, 7, 8, 3], [2, 9, 3, 0, 0]])
    return ids, (ids != 0).long()


@pytest.mark.parametrize("normalise", [True, False])
def test_the_parts_sum_to_the_first_tokens_state(backbone, normalise):
    from pipelines.families.dense.first_token_graph import FirstTokenGraph
    from pipelines.families.dense.graph import DenseGraph

    ids, mask = rows()
    with torch.no_grad():
        vectors, parts = FirstTokenGraph(backbone, normalise)(ids, mask)
        expected, _ = DenseGraph(backbone, "cls", normalise)(ids, mask)
    torch.testing.assert_close(vectors, expected, atol=2e-6, rtol=1e-5)
    torch.testing.assert_close(parts.sum(dim=1), expected, atol=2e-6, rtol=1e-5)
    assert parts[1, 3:].abs().max() == 0
    assert (parts[0].norm(dim=-1) > 0).all()


def test_a_token_that_puts_nothing_into_the_last_layer_has_nothing(backbone):
    from pipelines.families.dense.first_token_graph import FirstTokenGraph

    graph = FirstTokenGraph(backbone)
    values = graph.last.attention.self.value
    kept = torch.zeros(32)

    def silenced(_, __, output):
        output[:, 2] = kept
        return output

    handle = values.register_forward_hook(silenced)
    try:
        with torch.no_grad():
            _, parts = graph(*rows())
    finally:
        handle.remove()
    assert parts[0, 2].abs().max() < 1e-7
    assert parts[0, 1].abs().max() > 1e-4


def test_the_backbone_that_was_given_stays_whole(backbone):
    from pipelines.families.dense.first_token_graph import FirstTokenGraph

    FirstTokenGraph(backbone)
    assert len(backbone.encoder.layer) == 2


def test_another_build_is_refused():
    from pipelines.families.dense.first_token_graph import FirstTokenGraph, can_decompose

    config = transformers.DistilBertConfig(vocab_size=50, dim=16, n_heads=2, n_layers=1, hidden_dim=16)
    model = transformers.DistilBertModel(config)
    assert not can_decompose(model)
    with pytest.raises(BadInputError, match="DistilBertModel cannot be taken apart"):
        FirstTokenGraph(model)
