"""Totals of what a source holds and an ingest leaves out, and what was said about how it was read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from search_app.records import Reject

_NOTES = 20
"""Notes that are kept; a source with more of them has the same trouble again and again."""


@dataclass(slots=True)
class LeftOut:
    """Grows while a source is read.

    Attributes:
        groups: {what, such as ".png": number of pieces}.
        noted: {what is said of several: number of them}.
        notes: The first other notes.
        more_notes: How many came after them.
    """

    groups: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    more_notes: int = 0

    def add(self, item: Reject) -> None:
        """Take in a piece that is left out, or a note."""
        if item.kind == "left out":
            self.groups[item.group] += 1
        elif item.group:
            self.noted[item.group] += 1
        elif len(self.notes) < _NOTES:
            self.notes.append(f"{item.position}: {item.reason}")
        else:
            self.more_notes += 1

    def totals(self) -> dict[str, int]:
        """Return the number of pieces of each group, the largest first."""
        return dict(sorted(self.groups.items(), key=lambda entry: (-entry[1], entry[0])))

    def told(self) -> list[str]:
        """Return the notes, how many more there were, and the totals of what was said of several."""
        more = [f"and {self.more_notes:,} more notes"] if self.more_notes else []
        return [*self.notes, *more, *(f"{what}: {count:,}" for what, count in self.noted.items())]


def left_out_in_words(totals: Mapping[str, int]) -> str:
    """Return such as "12 files left out: .rst 1, hidden 2"."""
    number = sum(totals.values())
    listed = ", ".join(f"{name} {count:,}" for name, count in totals.items())
    return f"{number:,} {'file' if number == 1 else 'files'} left out: {listed}"
