"""An answer in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from search_app.explain.best_sentence import best_sentence
from search_app.records import Answer, Result, TokenContribution

_SHOWN_TOKENS = 6


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
    stages = ", ".join(f"{name} {value:.0f}" for name, value in answer.timings_ms.items() if name != "total")
    console.print(f"[dim]{answer.timings_ms.get('total', 0.0):.0f} ms ({stages})[/]")


def _print_result(console: Console, position: int, result: Result, full: bool) -> None:
    passage = result.passage
    title = passage.title or passage.document_id
    console.print(
        Text.assemble(
            (f"{position}. ", "bold"),
            (f"{result.score:.4f}  ", "cyan"),
            (_one_line(title), "bold"),
            (f"  [{_one_line(passage.document_id)}]", "dim"),
        )
    )
    start, end = best_sentence(passage.text, result.tokens)
    console.print(Text("   " + _one_line(passage.text[start:end])))
    console.print(Text("   " + _standings(result), style="dim"))
    _print_tokens(console, result.tokens, full)
    console.print()


def _standings(result: Result) -> str:
    lanes = ", ".join(
        f"{lane} #{standing.rank} ({standing.score:.3f})" for lane, standing in result.lanes.items()
    )
    rerank = "" if result.rerank_score is None else f"; reranker {result.rerank_score:.3f}"
    return f"{lanes}; fused {result.fused_score:.4f}{rerank}"


def _print_tokens(console: Console, tokens: tuple[TokenContribution, ...], full: bool) -> None:
    if not tokens:
        return
    if not full:
        top = ", ".join(f"{_name(token)} {token.weight:.2f}" for token in tokens[:_SHOWN_TOKENS])
        console.print(Text("   Top influential tokens: " + top))
        return
    for lane in dict.fromkeys(token.lane for token in tokens):
        mine = [token for token in tokens if token.lane == lane]
        total = sum(token.weight for token in mine)
        console.print(Text(f"   {lane}: {len(mine)} tokens, sum {total:.4f}"))
        for token in mine:
            places = ", ".join(f"{start}-{end}" for start, end in token.spans[:5]) or "-"
            console.print(Text(f"     {token.weight:8.4f}  {_name(token)}  at {places}"))


def _name(token: TokenContribution) -> str:
    return _one_line(token.token) + ("" if token.kind == "literal" else " (expansion)")


def _one_line(text: str) -> str:
    """Fold white space, and show control characters instead of sending them to the terminal."""
    folded = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in folded)
