"""Nothing a document or a user brings along becomes markup."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.hand_made import expansion, literal, rankings, result
from fixtures.hand_made_report import report
from fixtures.shown import Element, shown
from hostile_payloads import PAYLOADS

from search_app.engine.service import CollectionSummary
from search_app.errors import BadInputError
from search_app.in_document import InDocumentHit
from search_app.records import Condition, Document, LaneStanding, Passage, ScoreStep, WhyReport
from search_app.records.job_progress import JobProgress
from ui.catalog.collection_card import Contents, collection_card, overview
from ui.compare.columns import Column, columns
from ui.evaluation.evaluation_comparison import comparison_card as comparison_card_of_systems
from ui.evaluation.evaluation_reports import side_by_side
from ui.evaluation.evaluation_table import interval_chart, report_card
from ui.explain.why_card import comparison_card, why_card
from ui.filters.line import filter_line
from ui.hit.document_text import document_card
from ui.hit.result_card import result_card
from ui.in_document.in_document_hits import hit_list, hit_marks
from ui.jobs.command_job import JobNews
from ui.jobs.job_card import job_card
from ui.markup.control_marks import split_controls
from ui.markup.html import Html, element, joined
from ui.shell import messages

UI = Path(__file__).resolve().parents[2] / "ui"
TAGS = frozenset(
    ("article", "bdi", "button", "caption", "code", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3")
    + ("header", "li", "mark", "p", "pre", "section", "span", "strong", "summary", "table", "tbody", "td")
    + ("th", "thead", "tr", "ul")
)
ATTRIBUTES = frozenset(
    (
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "class",
        "data-copy",
        "data-goto",
        "data-tip",
        "dir",
        "id",
        "open",
    )
    + ("role", "scope", "style", "tabindex", "title", "type")
)


STYLE = r"--(share|from|start):\d+\.\d{4}(;--(to|share):\d+\.\d{4})?"


def _card(payload: str) -> Html:
    tokens = (
        literal(payload, 3.0, (0, 2), (1, len(payload) + 9)),
        expansion(payload, 1.0, payload),
        literal("script", 2.0, (1, 7), lane=payload),
    )
    passage = Passage(payload, 1, 0, len(payload), payload, payload, {payload: payload, "list": [payload]})
    hit = result(
        passage=passage, tokens=tokens, lanes={payload: LaneStanding(1, 1.0), "dense": LaneStanding(1, 1)}
    )
    return result_card(hit, 1, rankings(), {"doc": payload, payload: payload}, expert=True)


def _long_card(payload: str) -> Html:
    long = f"{payload} words " * 200
    return result_card(
        result(long, payload, tokens=(literal(payload, 1.0, (3, 9)),)), 1, rankings(), expert=True
    )


def _collection(payload: str) -> Html:
    models = {payload: payload, "dense": payload}
    contents = Contents(1, payload, {payload: payload}, (payload,))
    return collection_card(CollectionSummary(payload, 1, 1, datetime.now(UTC), payload, models), contents)


def _document(payload: str) -> Html:
    text = f"before {payload} after"
    passage = Passage(payload, 0, 7, 7 + len(payload), payload, payload)
    hits = (InDocumentHit(passage, 1.0, 1),)
    card = document_card(Document(payload, payload, text, {payload: [payload]}), hit_marks(hits), 1)
    return joined([hit_list(hits), card])


def _columns(payload: str) -> Html:
    passage = Passage(payload, 1, 0, len(payload), payload, payload)
    column = Column(element("span", payload), ((passage, 1.0),))
    return columns([column, column])


def _finished_job(payload: str) -> Html:
    finding = {"kind": payload, "place": payload, "count": 1}
    outcome = {"rejects": 2, "clean": False, "findings": [finding]}
    return job_card("verify", payload, JobNews("done", outcome=outcome, rejects=((payload, payload),)))


def _why(payload: str) -> Html:
    passage = Passage(payload, 1, 0, len(payload), payload, payload)
    steps = (ScoreStep("fusion", payload, 0.5, payload), ScoreStep("offset", payload, -0.1))
    told = WhyReport(payload, "shown", payload, 10, passage, {payload: None}, steps=steps, differences=steps)
    found = result(passage=passage, tokens=(literal(payload, 3.0, (0, 2), lane=payload),))
    return why_card(told, found)


def _why_not(payload: str) -> Html:
    told = WhyReport(payload, "unknown document", payload, 10)
    card = comparison_card(replace(told, versus=told, comparison=payload))
    assert card is not None
    return joined([why_card(told, None), card])


def _evaluation(payload: str) -> Html:
    stored = report(payload)
    pair = [(name, stored) for name in stored.systems]
    found = side_by_side(pair[0], pair[1], "nDCG@10")
    assert found is not None
    chart = interval_chart(stored, "nDCG@10")
    return joined([report_card(stored, ["nDCG@10"]), chart, comparison_card_of_systems(found)])


def _conditions(payload: str) -> Html:
    return filter_line([Condition(payload, (payload, payload[::-1])), Condition(payload, at_least=1)])


PIECES: dict[str, Callable[[str], Html]] = {
    "card": _card,
    "long card": _long_card,
    "nothing found": lambda payload: messages.no_results(payload, [payload]),
    "unknown collection": lambda payload: messages.unknown_collection(payload, [payload]),
    "unreadable": lambda payload: messages.unreadable(payload, payload),
    "degraded": lambda payload: messages.degraded({payload: payload}),
    "failed": lambda payload: messages.failed(BadInputError(payload, payload, payload)),
    "collection": _collection,
    "broken collection": lambda payload: collection_card(CollectionSummary(payload, problem=payload)),
    "document": _document,
    "columns": _columns,
    "evaluation": _evaluation,
    "why": _why,
    "why not": _why_not,
    "running job": lambda payload: job_card(
        "ingest", payload, JobNews("running", JobProgress(stage=payload, message=payload))
    ),
    "failed job": lambda payload: job_card("ingest", payload, JobNews("failed", problem=payload)),
    "finished job": _finished_job,
    "filters": _conditions,
    "overview": lambda payload: overview([CollectionSummary(payload, problem=payload)]),
}


def test_there_are_sixty() -> None:
    assert len(set(PAYLOADS)) == 60


@pytest.mark.parametrize("piece", PIECES)
def test_payloads_stay_text(piece: str) -> None:
    for payload in PAYLOADS:
        root = shown(PIECES[piece](payload))
        for found in root.all():
            if found.tag == "a":  # a page of this application, and nothing unescaped behind it
                assert re.fullmatch(r"document\?[\w.~%+=&-]*", found.attributes.pop("href") or "", re.ASCII)
            else:
                assert found.tag in TAGS, payload
            assert set(found.attributes) <= ATTRIBUTES, payload
            assert re.fullmatch(STYLE, found.attributes.get("style") or "--share:0.0000")
        assert _visible(payload) in root.text, payload


def test_a_payload_builds_no_element_of_its_own() -> None:
    def shape(root: Element) -> list[str]:
        return [found.tag for found in root.all() if not {"control", "hit"} & set(found.classes)]

    expected = shape(shown(messages.no_results("harmless", ["dense"])))
    for payload in PAYLOADS:
        assert shape(shown(messages.no_results(payload, ["dense"]))) == expected, payload


def _visible(payload: str) -> str:
    return "".join(part if isinstance(part, str) else part.name for part in split_controls(payload))


def _sources() -> list[Path]:
    return sorted(UI.rglob("*.py"))


def test_one_module_makes_html() -> None:
    """No other module writes a tag, and none hands text to what renders Markdown or HTML."""
    forbidden = re.compile(
        r"""["'][^"']*</?[a-zA-Z][^"']*["']|unsafe_allow|\bst\.(html|markdown|write|latex|components|caption|"""
        r"""title|header|subheader|error|warning|info|success|toast|exception|table|dataframe|iframe)\b"""
    )
    for path in _sources():
        if path.name == "html.py":
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [line for line in lines if forbidden.search(line)]
        assert not found, f"{path}: {found}"


def test_scripts_are_files_of_this_package() -> None:
    callers = [path.name for path in _sources() if "run_script(" in path.read_text(encoding="utf-8")]
    assert callers == ["app.py", "html.py"]
    scripts = sorted(UI.glob("*.js"))
    assert [path.name for path in scripts] == ["copy.js", "keyboard.js"]
    for path in scripts:
        assert not re.search(
            r"innerHTML|eval|Function\(|document\.write\b|fetch|location(?!\.search)|</script",
            path.read_text(encoding="utf-8"),
        )
