"""Numbers as people read them."""


def score(value: float) -> str:
    """Return a score with about three significant digits, never in exponent form."""
    magnitude = abs(value)
    if magnitude >= 100:
        return f"{value:,.0f}"
    if magnitude >= 10:
        return f"{value:.1f}"
    if magnitude >= 1:
        return f"{value:.2f}"
    return f"{value:.3f}" if magnitude >= 0.1 or magnitude == 0 else f"{value:.4f}"


def duration(milliseconds: float) -> str:
    """Return a wall time in ms, or in s from one second on."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: "1 result", "5,512 results"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def size(number: int) -> str:
    """Return bytes as people read them: "812 kB", "1.4 GB"."""
    value = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:,.1f} {unit}" if 0 < value < 10 and unit != "bytes" else f"{value:,.0f} {unit}"
