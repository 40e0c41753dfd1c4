"""Options that hold several names."""


def listed(text: str) -> tuple[str, ...]:
    """Split at commas, but not inside brackets as in P(rel=2,judged_only=True)@5; blanks are left out."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return tuple(part.strip() for part in parts if part.strip())
