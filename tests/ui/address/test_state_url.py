import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.records import Condition
from ui.address.search_state import MAX_LIMIT, MAX_PAGE_SIZE, PARAMETERS, SearchState, from_params, to_params
from ui.filters import url as filter_url

NUMBERS = st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9)
VALUES = st.text(max_size=20) | st.booleans() | NUMBERS
CONDITIONS = st.lists(
    st.builds(
        lambda name, values: Condition(name, tuple(values)),
        st.text(min_size=1, max_size=20),
        st.lists(VALUES, min_size=1, max_size=5),
    )
    | st.builds(lambda name, low: Condition(name, at_least=low), st.text(min_size=1, max_size=20), NUMBERS),
    max_size=5,
    unique_by=lambda condition: condition.field,
).map(tuple)
LANES = st.lists(st.sampled_from(["dense", "sparse", "bm25"]), unique=True).map(tuple)
STATES = st.builds(
    SearchState,
    text=st.text(),
    collection=st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True) | st.just(""),
    lanes=st.none() | LANES,
    limit=st.integers(1, MAX_LIMIT),
    rerank=st.booleans(),
    page_size=st.integers(1, MAX_PAGE_SIZE),
    page=st.just(1),
    profile=st.sampled_from(["", "words"]),
    conditions=CONDITIONS,
    expert=st.just(True),
)


@given(STATES)
def test_a_url_brings_the_state_back(state: SearchState) -> None:
    assert from_params(to_params(state)) == state


def test_a_page_comes_back() -> None:
    state = SearchState("x", limit=50, page=5)
    assert from_params(to_params(state)) == state


def test_defaults_are_left_out() -> None:
    assert to_params(SearchState()) == {}
    assert to_params(SearchState("a b", "docs", ("dense",), 20, False, expert=True)) == {
        "q": "a b",
        "collection": "docs",
        "lanes": "dense",
        "k": "20",
        "rerank": "0",
        "view": "expert",
    }


def test_a_choice_in_force_is_never_out_of_sight() -> None:
    assert not from_params({"q": "x", "k": "20"}).expert
    assert from_params({"lanes": "bm25"}).expert
    assert from_params({"profile": "words"}).expert
    simple = from_params({"lanes": "bm25", "rerank": "0", "profile": "words", "view": "simple"})
    assert simple == SearchState()


def test_all_lanes_off_is_not_all_lanes_on() -> None:
    assert from_params(to_params(SearchState(lanes=(), expert=True))).lanes == ()
    assert from_params({}).lanes is None


@pytest.mark.parametrize("garbage", ["", "x", "-3", "1e3", "NaN", "9" * 5000, "\x00", "\u0660", "1;2", " "])
def test_garbage_counts_as_the_default_or_the_nearest(garbage: str) -> None:
    state = from_params(dict.fromkeys(("k", "size", "page"), garbage))
    assert 1 <= state.limit <= MAX_LIMIT
    assert 1 <= state.page_size <= MAX_PAGE_SIZE
    assert state.page == 1


def test_numbers_are_brought_into_range() -> None:
    state = from_params({"k": "5000", "size": "5000", "page": "77"})
    assert (state.limit, state.page_size, state.page) == (
        MAX_LIMIT,
        MAX_PAGE_SIZE,
        MAX_LIMIT // MAX_PAGE_SIZE,
    )


def test_lanes_are_read_once_each_in_order() -> None:
    assert from_params({"lanes": " bm25,dense,,bm25 "}).lanes == ("bm25", "dense")
    assert from_params({"lanes": ",,"}).lanes is None


@pytest.mark.parametrize(
    ("raw", "rerank"), [("0", False), ("FALSE", False), ("off", False), ("1", True), ("?", True)]
)
def test_rerank_is_on_unless_switched_off(raw: str, rerank: bool) -> None:
    assert from_params({"rerank": raw}).rerank is rerank


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text()))
def test_no_url_is_refused(params: dict[str, str]) -> None:
    state = from_params(params)
    assert from_params(to_params(state)) == state


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "[]",
        "1",
        "null",
        '{"":["x"]}',
        '{"a":[]}',
        '{"a":{}}',
        '{"a":{"from":"1"}}',
        '{"a":{"from":true}}',
        '{"a":{"from":1e999}}',
        '{"a":[[1]]}',
        '{"a":{"regex":".*"}}',
        '{"a":NaN}',
        '{"a":[NaN]}',
        "[" * 5000,
        '{"a":["' + "x" * 20_000 + '"]}',
    ],
)
def test_a_filter_that_is_none_is_left_out(text: str) -> None:
    assert from_params({"where": text}).conditions == ()


def test_what_a_filter_holds_keeps_its_type() -> None:
    conditions = (Condition("year", (1990, "1990", True)), Condition("rating", at_least=0.5, at_most=3))
    params = to_params(SearchState(conditions=conditions))
    assert params == {"where": '{"year":[1990,"1990",true],"rating":{"from":0.5,"to":3}}'}
    (first, second) = from_params(params).conditions
    assert [type(value) for value in first.any_of] == [int, str, bool]
    assert second == conditions[1]


def test_too_many_conditions_are_cut() -> None:
    many = ",".join(f'"f{number}":["x"]' for number in range(30))
    assert len(from_params({"where": f"{{{many}}}"}).conditions) == filter_url.MAX_CONDITIONS
