"""Whatever is asked ends in an answer or one clear error, and soon.

`SEARCH_APP_FUZZ=10000` fuzzes as long as that; the default keeps the suite short.
"""

import os
import random
import time

import pytest

from search_app.errors import SearchAppError
from search_app.filters.language import parse_filter
from search_app.records import Query

FIELDS = {"year": "number", "kind": "keyword", "tags": "keywords", "live": "flag", "day": "date"}
COUNT = int(os.environ.get("SEARCH_APP_FUZZ", "400"))
MOST_TIMES = (
    3  # as much as a plain question, read in the same minute: machines differ, and so do their minutes
)
MOST_MILLISECONDS = 50  # for reading a filter
PLAIN = "how do cats bake bread in winter"

_WORDS = (
    "cat|bread recipe|kind|year|tags|true|false|nan|inf|-inf|1e999|1990|-1|0|0x10|1_0|AND|OR|NOT|contents:"
    "|id:|metadata.|terms|[CLS]|[MASK]|(a+)+$|(.*)*|[a-z]{1,999}|%s|${x}|{{7*7}}|../|<script>|</b>|&&|>=|<=|--|/*"
)
_CHARACTERS = "=<>|()[]{}*?+-~^:\\/\"'`;\0\n\t \u200b\u202e\ufeff\ud800\udfff\U0001f431\u00e9\u0301\u0663"
PIECES = [*_WORDS.split("|"), *_CHARACTERS, "9" * 30, "a" * 500]


def _text(dice: random.Random, most: int) -> str:
    if dice.random() < 0.2:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(most)))
    return "".join(dice.choice(PIECES) for _ in range(dice.randrange(most)))


def _condition(dice: random.Random) -> str:
    if dice.random() < 0.3:
        return _text(dice, 12)
    field = dice.choice(["kind", "year", "tags", "short", "", _text(dice, 3)])
    return field + dice.choice(["=", ">=", "<=", "|", "=="]) + _text(dice, 4)


def _spent(service, text: str, conditions: list[str], limit: int, rerank: bool) -> float:
    """Return the milliseconds of processor time it took; anything but an answer or our error escapes."""
    started = time.process_time()
    try:
        kitchen = service.open("kitchen")
        answer = kitchen.search(Query(text, limit, parse_filter(conditions, kitchen.fields()), rerank=rerank))
    except SearchAppError as error:
        said = str(error)
    else:
        said = "answered" if not answer.degraded else ""
    assert 0 < len(said) < 2_000, (text, conditions, said[:500])
    return (time.process_time() - started) * 1000


def _times_a_plain_question(service, dice: random.Random) -> float:
    """Ask something and, beside it, a plain question; return how many times as much processor time it took.

    What took too long is asked again, when Java has loaded and compiled what it needs.
    """
    conditions = [_condition(dice) for _ in range(dice.choice([0, 0, 1, 1, 2, 5]))]
    asked = (_text(dice, 30), conditions, dice.choice([1, 10, 10, 0, -1, 1000]), dice.random() < 0.3)
    times = _spent(service, *asked) / _spent(service, PLAIN, [], 10, True)
    return times if times < MOST_TIMES else _spent(service, *asked) / _spent(service, PLAIN, [], 10, True)


def test_fuzzed_queries_and_filters_end_in_an_answer_or_a_clear_error(service):
    dice = random.Random(7)
    service.open("kitchen").search(Query(PLAIN))
    times = sorted(_times_a_plain_question(service, dice) for _ in range(COUNT))
    assert times[-2] < MOST_TIMES, times[-5:]  # one may pay for a pause of the machine


def test_ten_thousand_fuzzed_filters_parse_or_are_refused_at_once():
    dice = random.Random(11)
    slowest = 0.0
    for _ in range(10_000):
        conditions = [_condition(dice)]
        slowest = max(slowest, _parse(conditions))
    assert slowest < MOST_MILLISECONDS


LONG = [" " * 100_000 + "x", "a" * 100_000, "=" * 100_000, "a" + " " * 50_000 + "=", "a=" + "b|" * 50_000]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_conditions_are_refused_at_once(text):
    assert _parse([text]) < MOST_MILLISECONDS


def _parse(conditions: list[str]) -> float:
    said = "parsed"
    started = time.process_time()
    try:
        parse_filter(conditions, FIELDS)
    except SearchAppError as error:
        said = str(error)
    spent = (time.process_time() - started) * 1000
    assert 0 < len(said) < 2_000
    return spent
