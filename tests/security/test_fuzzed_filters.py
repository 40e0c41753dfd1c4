"""Ten thousand filters and hundreds of queries made of what parsers fear: a result or a sentence, at once."""

import random
import time

import pytest
from fixtures.page_collections import PageData
from hostile_payloads import PAYLOADS

from search_app.engine.service import SearchService
from search_app.errors import SearchAppError
from search_app.filters.language import parse_filter
from search_app.records import Query, SearchFilter
from search_app.settings import read_settings
from ui.filters import url as filter_url

_MOST_SECONDS = 0.05
_FIELDS = {"kind": "keyword", "year": "number", "day": "date", "yearkind": "keywords"}
_PIECES = [
    *PAYLOADS,
    *(
        "kind",
        "year",
        "day",
        "kind=a",
        "kind?",
        "year=1",
        "yearkind=x",
        "day=2024-05-31",
        " OR ",
        " AND ",
        "NOT ",
        "(",
        ")",
        "..",
        "?",
        "!",
        "=",
        ">=",
        "<=",
        "|",
        "||",
        "(a+)+$",
        ".*",
        "[",
        "]",
        "{",
        "}",
        '"',
        ":",
        ",",
        "\\",
        " ",
    ),
    *(
        "true",
        "null",
        "NaN",
        "1e999",
        "-1",
        "9" * 400,
        "a" * 2000,
        "\x00",
        "\ud800",
        "\u202e",
        "\n",
        "AND",
        "*:*",
    ),
    *('{"kind":["code"]}', '{"year":{"from":1}}', '{"year":{"from":{}}}', "[[[[", '{"a":' * 50),
]


def _made(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices(_PIECES, k=rng.randint(1, 8))) for _ in range(count)]


def test_ten_thousand_filters_end_at_once() -> None:
    understood, refused = 0, []
    for text in _made(10_000, seed=1):
        began = time.thread_time()  # a busy machine may let it wait
        conditions = filter_url.from_text(text)
        try:
            parsed = parse_filter([text], _FIELDS)
        except SearchAppError as error:
            refused.append(str(error))
        else:
            understood += parsed is not None
        took = time.thread_time() - began
        assert took < _MOST_SECONDS, (took, text[:200])
        assert filter_url.from_text(filter_url.to_text(conditions)) == conditions
    assert understood > 100
    assert refused
    assert all(refused)


@pytest.fixture
def service(page_data: PageData, monkeypatch: pytest.MonkeyPatch) -> SearchService:
    for name, value in page_data.environment.items():
        monkeypatch.setenv(name, value)
    return SearchService(read_settings())


def test_queries_under_fuzzed_filters_end_in_a_result_or_a_sentence(service: SearchService) -> None:
    slow, refused = 0, []
    for number, text in enumerate(_made(400, seed=2)):
        conditions = filter_url.from_text(text) or filter_url.from_text(
            '{"kind":["code"],"year":{"from":1990}}'
        )
        where = SearchFilter(conditions) if number % 2 else None
        began = time.perf_counter()
        try:
            query = Query(text[:10_000], 5, where, rerank=False, explain=False)
            answer = service.open("kitchen").search(query)
        except SearchAppError as error:
            refused.append(str(error))
        else:
            assert not answer.degraded
        slow += time.perf_counter() - began > _MOST_SECONDS
    # The first searches load models and start Java; a busy machine may delay a few more.
    assert slow <= 20
    assert all(refused)
    service.close()
