import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import CorruptError
from search_app.records import Passage
from search_app.stores.payload import metadata_path, numeric_fields, passage_payload, payload_passage

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
    assert list(numeric_fields({"i": 1, "f": 1.5, "t": True, "s": "1", "l": ["1"]})) == ["i", "f"]
