import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import CorruptError
from search_app.records import Passage
from search_app.stores.payload import metadata_path, passage_payload, payload_passage, range_paths

NAMES = st.text(alphabet=st.sampled_from('%"\\25C.[]a é'), min_size=1, max_size=8) | st.text(min_size=1)


@given(st.dictionaries(NAMES, st.integers() | st.text() | st.lists(st.text())))
def test_any_field_name_survives(metadata):
    passage = Passage("d", 1, 2, 3, "t", "title", metadata)
    assert payload_passage(passage_payload(passage), passage.id) == passage


@given(NAMES, NAMES)
def test_a_path_is_quoted_whole_and_names_one_field(name, other):
    path = metadata_path(name)
    inner = path.removeprefix('metadata."').removesuffix('"')
    assert '"' not in inner
    assert "\\" not in inner
    assert (path == metadata_path(other)) == (name == other)


@pytest.mark.parametrize("payload", [None, {}, {"document_id": "d"}, {"metadata": None}])
def test_a_foreign_payload_is_named(payload):
    with pytest.raises(CorruptError, match="some-id"):
        payload_passage(payload, "some-id")


def test_flags_and_text_are_no_numbers():
    found = list(range_paths({"i": 1, "f": 1.5, "t": True, "s": "1", "l": ["a"]}))
    assert found == ['metadata."i"', 'metadata."f"']


def test_what_float64_cannot_compare_has_keys_of_its_own():
    metadata = {"big": 2**53 + 1, "version": "1.10", "day": "1970-01-02", "years": ["2019", "x"], "n": 1}
    order = passage_payload(Passage("d", 0, 0, 1, "t", "", metadata))["order"]
    assert order == {
        "high": {"big": [float(2**21)]},
        "low": {"big": [1.0]},
        "decimal": {"version": [1.1], "years": [2019.0]},
        "time": {"day": [86_400.0]},
    }
    assert "order" not in passage_payload(Passage("d", 0, 0, 1, "t", "", {"n": 1}))
