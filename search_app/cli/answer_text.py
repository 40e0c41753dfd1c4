"""An answer in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from search_app.explain.best_sentence import best_sentence
from search_app.records import Answer, FeedbackSource, Passage, Result, TokenContribution

_SHOWN_TOKENS = 4  # of each lane
_LISTED_TOKENS = 20  # of each lane; the shares of a whole passage are listed by --json


def print_answer(console: Console, answer: Answer, full: bool) -> None:
    """Print hits with the sentence that matched, lane ranks and influential tokens.

    Args:
        console: Where to print.
        answer: What to print.
        full: Every contribution with its lane and place instead of the most influential few.
    """
    for stage, reason in answer.degraded.items():
        console.print(f"[yellow]without {escape(stage)}:[/] {escape(reason)}")
    if not answer.results:
        console.print("Nothing found. Try other words, fewer filters, or more lanes.")
    for position, result in enumerate(answer.results, start=1):
        _print_result(console, position, result, full)
    if full and answer.rerank_share:
        console.print(Text(share_line(answer.rerank_share), style="dim"))
    if full and answer.feedback:
        console.print(Text("feedback searched by " + ", ".join(map(_source, answer.feedback)), style="dim"))
    stages = ", ".join(f"{name} {value:.0f}" for name, value in answer.timings_ms.items() if name != "total")
    console.print(f"[dim]{answer.timings_ms.get('total', 0.0):.0f} ms ({stages})[/]")


def _print_result(console: Console, position: int, result: Result, full: bool) -> None:
    passage = result.passage
    heading = Text.assemble(
        (f"{position}. ", "bold"), (f"{result.score:.4f}  ", "cyan"), (one_line(_title(passage)), "bold")
    )
    if passage.document_id != passage.title:
        heading.append(f"  [{one_line(passage.document_id)}]", "dim")
    console.print(heading)
    start, end = best_sentence(passage.text, result.tokens)
    _print_indented(console, Text(one_line(passage.text[start:end])))
    _print_indented(console, Text(_standings(result), style="dim"))
    if full:
        _print_steps(console, result)
        _print_contributions(console, result.tokens)
    elif result.tokens:
        _print_indented(console, Text("Top influential tokens: " + _top_tokens(result.tokens)))
    console.print()


def _source(source: FeedbackSource) -> str:
    return f"{one_line(_title(source.passage))} ({source.weight:.0%})"


def _title(passage: Passage) -> str:
    return passage.title or passage.document_id


def _print_indented(console: Console, text: Text) -> None:
    console.print(Padding(text, (0, 0, 0, 3)))


def _standings(result: Result) -> str:
    lanes = ", ".join(
        f"{lane} #{standing.rank} ({standing.score:.3f})" for lane, standing in result.lanes.items()
    )
    rerank = "" if result.rerank_score is None else f"; reranker {result.rerank_score:.3f}"
    return f"{lanes}; fused {result.fused_score:.4f}{rerank}"


def _by_lane(tokens: tuple[TokenContribution, ...]) -> dict[str, list[TokenContribution]]:
    """Group by lane: weights of different lanes are on different scales."""
    lanes: dict[str, list[TokenContribution]] = {}
    for token in tokens:
        lanes.setdefault(token.lane, []).append(token)
    return lanes


def _top_tokens(tokens: tuple[TokenContribution, ...]) -> str:
    return "; ".join(
        f"{lane}: " + ", ".join(f"{_name(token)} {token.weight:.3g}" for token in mine[:_SHOWN_TOKENS])
        for lane, mine in _by_lane(tokens).items()
    )


def _print_steps(console: Console, result: Result) -> None:
    """Print the waterfall: what each lane, the cross-encoder and the blend added to the score."""
    _print_indented(console, Text(f"score {result.score:.4f}, of which"))
    for step in result.steps:
        _print_indented(console, Text(f"  {step.value:+8.4f}  {step.label}"))


def _print_contributions(console: Console, tokens: tuple[TokenContribution, ...]) -> None:
    for lane, mine in _by_lane(tokens).items():
        total = sum(token.weight for token in mine)
        words = [token for token in mine if token.kind != "rest"]
        heading = (
            "cross-encoder: what its score loses without a word"
            if lane == "rerank"
            else f"{lane}: {len(words)} tokens, sum {total:.4f}"
        )
        _print_indented(console, Text(heading))
        for token in words[:_LISTED_TOKENS]:
            places = ", ".join(f"{start}-{end}" for start, end in token.spans[:5]) or "-"
            _print_indented(console, Text(f"  {token.weight:8.4f}  {_name(token)}  at {places}"))
        left_out = words[_LISTED_TOKENS:]
        if left_out:
            left = sum(token.weight for token in left_out)
            _print_indented(console, Text(f"  {left:8.4f}  {len(left_out)} more"))
        for token in mine:
            if token.kind == "rest":
                _print_indented(console, Text(f"  {token.weight:8.4f}  {token.token}"))


def _name(token: TokenContribution) -> str:
    if token.kind != "expansion":
        return one_line(token.token)
    causes = f" from {', '.join(map(one_line, token.sources))}" if token.sources else ""
    return f"{one_line(token.token)} (expansion{causes})"


def share_line(share: float) -> str:
    """Say what the cross-encoder counted beside the lanes; `share` is from 0 to 1."""
    return f"of the final scores the cross-encoder gives {share:.0%}, the lanes {1 - share:.0%}"


def one_line(text: str) -> str:
    """Fold white space, and show control characters instead of sending them to the terminal."""
    folded = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in folded)
