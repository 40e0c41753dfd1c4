import pytest

torch = pytest.importorskip("torch")

from pipelines.architectures.interaction_head import InteractionHead  # noqa: E402
from pipelines.architectures.lexical_head import LexicalHead  # noqa: E402

SPECIAL = [0, 1, 2, 3]
VOCABULARY, WIDTH = 60, 16
IDS = torch.tensor([[2, 10, 11, 10, 3], [2, 20, 3, 0, 0]])
MASK = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])


@pytest.fixture
def lexical():
    torch.manual_seed(3)
    return LexicalHead(torch.randn(VOCABULARY, WIDTH), SPECIAL, bias=-1.0)


@pytest.fixture
def states():
    torch.manual_seed(4)
    return torch.randn(2, 5, WIDTH)


def test_before_training_repeated_tokens_weigh_more(lexical, states):
    vectors = lexical.eval().vectors(states, IDS, MASK)
    assert vectors[0, 10] > vectors[0, 11] > 0
    assert vectors[:, SPECIAL].abs().sum() == 0


def test_long_passages_weigh_each_token_less(lexical):
    def own(length):
        ids = torch.arange(4, 4 + length).unsqueeze(0)
        return lexical.eval().vectors(torch.zeros(1, length, WIDTH), ids, torch.ones_like(ids))[0, 4]

    assert own(40) < own(4)


def test_padding_changes_nothing(lexical, states):
    alone = lexical.eval().vectors(states[1:, :3], IDS[1:, :3], MASK[1:, :3])
    padded = lexical.vectors(states, IDS, MASK)[1:]
    assert torch.allclose(alone, padded, atol=1e-6)


def test_the_training_path_gives_the_same_vectors_and_gradients(lexical, states):
    found = {}
    for training in (True, False):
        lexical.train(training)
        lexical.zero_grad()
        inputs = states.clone().requires_grad_()
        vectors = lexical.vectors(inputs, IDS, MASK)
        (vectors * torch.arange(VOCABULARY)).sum().backward()
        gradients = {name: value.grad.clone() for name, value in lexical.named_parameters()}
        found[training] = (vectors.detach(), inputs.grad, gradients)
    assert torch.allclose(found[True][0], found[False][0], atol=1e-6)
    assert torch.allclose(found[True][1], found[False][1], atol=1e-4)
    for name, value in found[False][2].items():
        assert torch.allclose(found[True][2][name], value, atol=1e-3), name


def test_the_head_survives_saving(lexical, states, tmp_path):
    lexical.save(str(tmp_path))
    again = LexicalHead.load(str(tmp_path)).eval()
    assert torch.equal(again.vectors(states, IDS, MASK), lexical.eval().vectors(states, IDS, MASK))


def test_a_pair_that_shares_a_word_scores_higher_before_training():
    torch.manual_seed(5)
    head = InteractionHead(torch.ones(VOCABULARY), SPECIAL, WIDTH).eval()
    table = torch.randn(VOCABULARY, WIDTH)
    ids = torch.tensor([[2, 10, 3, 10, 11, 3], [2, 10, 3, 30, 31, 3]])
    types = torch.tensor([[0, 0, 0, 1, 1, 1]] * 2)
    scores = head.scores(table[ids], ids, torch.ones_like(ids), types)
    assert scores[0] > scores[1]


def test_a_pair_without_words_has_a_finite_score():
    head = InteractionHead(torch.ones(VOCABULARY), SPECIAL, WIDTH).eval()
    ids = torch.tensor([[2, 3, 3]])
    scores = head.scores(torch.zeros(1, 3, WIDTH), ids, torch.ones_like(ids), torch.tensor([[0, 0, 1]]))
    assert torch.isfinite(scores).all()
