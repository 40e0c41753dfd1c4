"""Which words come out of difficult documents: ours beside other extractors, format by format.

Every document is made by `benchmarks.hard`, with the words a reader of it sees and words that none sees.
The peers run where SEARCH_APP_BENCHMARK_PEERS names a Python that has them; those that are missing there
are left out.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hard import peers
from benchmarks.hard.corpus import corpus
from benchmarks.hard.document import HardDocument
from benchmarks.hard.first_reading import FIRST_READING
from benchmarks.hard.reading import Read, read_ours
from benchmarks.table import save

_LONGEST = 600
_HEADER = ("format", "documents", "words", "read by", "recall", "never-words", "titles", "ms a document")


@dataclass(frozen=True, slots=True)
class Score:
    """What one extractor made of the documents of a format.

    Attributes:
        system: Its name.
        given: Documents that it was given.
        wanted: Words in them.
        found: Of those, the ones that came out.
        leaked: Words that came out and should not.
        titles: (right, declared), or None where it has none.
        milliseconds: For one document, on average.
    """

    system: str
    given: int
    wanted: int
    found: int
    leaked: int
    titles: tuple[int, int] | None
    milliseconds: float

    @property
    def recall(self) -> float:
        """Share of the words that came out."""
        return self.found / self.wanted if self.wanted else 0.0


def main() -> None:
    """Read everything with every extractor and keep one table."""
    documents = corpus()
    with tempfile.TemporaryDirectory() as folder:
        ours = {
            name: dict(zip((each.name for each in group), read_ours(group, Path(folder)), strict=True))
            for name, group in documents.items()
        }
        others = _peers(Path(folder))
    rows: list[list[str]] = []
    faults: list[str] = []
    for name, group in documents.items():
        rows.append(_row(name, group, score("search-app", group, ours[name])))
        rows.append(_first(name))
        scores = [score(peer, group, found) for peer, found in others.items()]
        ranked = sorted(scores, key=lambda each: (-each.recall, each.leaked))
        rows += [_row("", group, each) for each in ranked if each.given]
        faults += [fault for each in group for fault in _faults(each, ours[name][each.name])]
    save("documents", "Words of difficult documents", _HEADER, rows, _note(faults))


def score(system: str, group: Sequence[HardDocument], found: Mapping[str, Read]) -> Score:
    """Count what an extractor made of the documents that it was given."""
    given = [each for each in group if each.name in found]
    titled = [each for each in given if each.title is not None]
    right = sum(found[each.name].title == each.title for each in titled)
    seconds = sum(found[each.name].seconds for each in given)
    return Score(
        system,
        len(given),
        sum(len(each.words) for each in given),
        sum(len(each.words) - len(each.lost(found[each.name].text)) for each in given),
        sum(len(each.leaked(found[each.name].text)) for each in given),
        (right, len(titled)) if system == "search-app" else None,
        1000 * seconds / max(len(given), 1),
    )


def _row(name: str, group: Sequence[HardDocument], counted: Score) -> list[str]:
    titles = f"{counted.titles[0]} of {counted.titles[1]}" if counted.titles and counted.titles[1] else ""
    never = sum(len(each.never) for each in group)
    given = f"{counted.given}" if counted.given == len(group) else f"{counted.given} of {len(group)}"
    return [
        name,
        given,
        f"{counted.found} of {counted.wanted}",
        counted.system,
        f"{counted.recall:.3f}",
        f"{counted.leaked} of {never}" if name else str(counted.leaked),
        titles,
        f"{counted.milliseconds:.0f}",
    ]


def _first(name: str) -> list[str]:
    found, wanted, leaked, right, declared = FIRST_READING[name]
    titles = f"{right} of {declared}" if declared else ""
    return [
        "", "", f"{found} of {wanted}", "search-app before these documents were made",
        f"{found / wanted:.3f}", str(leaked), titles, "",
    ]  # fmt: skip


def _peers(folder: Path) -> Mapping[str, Mapping[str, Read]]:
    python = os.environ.get("SEARCH_APP_BENCHMARK_PEERS")
    found = {peer: _peer(python, folder, peer) for peer in peers.PEERS} if python else {}
    return {peer: read for peer, read in found.items() if read}


def _peer(python: str, folder: Path, peer: str) -> Mapping[str, Read]:
    """Return {file: what it read}; nothing where the peer is not installed or never ends."""
    command = [python, peers.__file__, str(folder), peer]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        print(f"{peer} is left out: it takes more than {_LONGEST} s")
        return {}
    if done.returncode:
        print(f"{peer} is left out: {done.stderr.strip().splitlines()[-1:]}")
        return {}
    read = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: Read(None, text or "", seconds) for name, (text, seconds) in read.items()}


def _faults(document: HardDocument, found: Read) -> Iterable[str]:
    lost, leaked = document.lost(found.text), document.leaked(found.text)
    wrong = document.title is not None and found.title != document.title
    said = [
        f"lost {', '.join(lost)}" if lost else "",
        f"gave {', '.join(leaked)}" if leaked else "",
        f"called it {found.title!r}" if wrong else "",
    ]
    if any(said):
        yield f"{document.name} ({document.difficulty}): {'; '.join(filter(None, said))}"


def _note(faults: Sequence[str]) -> str:
    rest = "\n".join(f"- {fault}" for fault in faults) or "- nothing"
    return (
        "Words are looked for whole and without regard to case; never-words are deleted, hidden or technical "
        "text. A file that is refused counts with all its words. Our times hold the start of the parsing "
        f"process and the confinement.\n\nWhat we still get wrong:\n\n{rest}"
    )


if __name__ == "__main__":
    main()
