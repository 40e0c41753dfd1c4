import numpy as np
import pytest
from fixtures.tiny_vocabulary import IDS
from hypothesis import given
from hypothesis import strategies as st

from search_app.encoders.tokenisation import BundleTokenizer, sanitised
from search_app.errors import CorruptError

CLS, SEP, UNK = IDS["[CLS]"], IDS["[SEP]"], IDS["[UNK]"]


@pytest.fixture(scope="module")
def tokenizer(tiny_bundles):
    return BundleTokenizer(tiny_bundles.dense / "tokenizer.json")


def test_rows_carry_special_tokens_and_are_cut_to_the_window(tokenizer):
    whole, cut = tokenizer.rows(["cat dog", "cat " * 50], 6)
    assert whole.ids.tolist() == [CLS, IDS["cat"], IDS["dog"], SEP]
    assert cut.ids.tolist() == [CLS, *[IDS["cat"]] * 4, SEP]
    assert whole.types.tolist() == [0, 0, 0, 0]


def test_only_the_passage_of_a_pair_is_cut(tokenizer):
    (row, end), (whole, all_of_it) = tokenizer.pair_rows("cat dog", ["bird " * 50, "bird bird "], 8, 10)
    assert row.ids.tolist() == [CLS, IDS["cat"], IDS["dog"], SEP, *[IDS["bird"]] * 5, SEP]
    assert row.types.tolist() == [0] * 4 + [1] * 6
    assert end == len("bird " * 5) - 1
    assert (whole.ids.size, all_of_it) == (7, len("bird bird "))


def test_a_long_query_leaves_room_for_the_passage(tokenizer):
    by_window, by_half = (
        tokenizer.pair_rows("cat " * 90, ["dog " * 90], first_window, 33)[0][0] for first_window in (7, 80)
    )
    assert [int((row.ids == IDS["cat"]).sum()) for row in (by_window, by_half)] == [5, 15]
    assert [row.ids.size for row in (by_window, by_half)] == [33, 33]


def test_the_name_of_a_special_token_is_ordinary_text(tokenizer):
    (row,) = tokenizer.rows(["[SEP] cat"], 16)
    assert row.ids[1:-1].tolist() == [UNK, UNK, UNK, IDS["cat"]]


@pytest.mark.parametrize(
    "text", ["", " \n", "\0", "\ud800", "a\udfffb", "😀", "שלום", "x" * 100_000, "a\u200bb"]
)
def test_any_text_gives_a_row(tokenizer, text):
    (row,) = tokenizer.rows([text], 16)
    assert 2 <= row.ids.size <= 16
    assert row.ids.dtype == np.int64


@given(st.text(alphabet=st.characters()))
def test_spans_lie_in_the_text(tokenizer, text):
    assert len(sanitised(text)) == len(text)
    for _, start, end in tokenizer.spans(text):
        assert 0 <= start < end <= len(text)


def test_spans_are_not_cut_and_count_characters(tokenizer):
    text = "😀 Cats\ud800 " * 100
    spans = tokenizer.spans(text)
    assert [text[start:end] for index, start, end in spans if index == IDS["cat"]] == ["Cat"] * 100


@pytest.fixture(scope="module")
def byte_level(tmp_path_factory):
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    letters = {letter: place for place, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()), 2)}
    vocabulary = {"<s>": 0, "</s>": 1, **letters, "\u0120d": 300, "\u0120do": 301}
    made = Tokenizer(models.BPE(vocabulary, [("\u0120", "d"), ("\u0120d", "o")]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.post_processor = processors.RobertaProcessing(("</s>", 1), ("<s>", 0), True, False)
    path = tmp_path_factory.mktemp("byte-level") / "tokenizer.json"
    made.save(str(path))
    return BundleTokenizer(path)


def test_places_of_byte_level_tokens_leave_out_the_space_before_them(byte_level):
    text = "a dog  é dog"
    ((row, places),) = byte_level.rows_with_spans([text], 32)
    shown = [None if place is None else text[slice(*place)] for place in places]
    assert shown == [None, "a", "do", "g", "", "", "é", "é", "do", "g", None]
    assert row.ids.size == len(places)
    ((_, cut),) = byte_level.rows_with_spans([text], 5)
    assert cut == [*places[:4], None]


def test_an_unreadable_file_is_said_to_be_so(tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    with pytest.raises(CorruptError, match="cannot be read"):
        BundleTokenizer(path)


def test_a_text_is_the_same_however_it_is_written(tokenizer):
    written = "c\u00adat\u200b \uff44\uff4f\uff47"
    ((row, places),) = tokenizer.rows_with_spans([written], 8)
    assert row.ids.tolist() == [CLS, IDS["cat"], IDS["dog"], SEP]
    assert [written[slice(*place)] for place in places if place] == ["c\u00adat", "\uff44\uff4f\uff47"]
    assert tokenizer.ids(written, 8) == tokenizer.ids("cat dog", 8)
    assert [span[1:] for span in tokenizer.spans(written)] == [(0, 4), (6, 9)]
    ((pair, end),) = tokenizer.pair_rows("\uff43\uff41\uff54", [written], 4, 6)
    assert pair.ids.tolist() == [CLS, IDS["cat"], SEP, IDS["cat"], IDS["dog"], SEP]
    assert end == len(written)
