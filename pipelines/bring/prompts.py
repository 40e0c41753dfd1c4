"""Which text stands before queries and passages."""

from typing import Any

from search_app.errors import BadInputError

_PASSAGE = ("document", "passage", "corpus")


def choose_prompts(model: Any, query: str | None, passage: str | None) -> tuple[dict[str, str], list[str]]:
    """Return {"query": text, "passage": text} and what is to be said about them.

    Without a choice they are those of the library's `encode_query` and `encode_document`. A model that has
    neither but a default prompt means it for every text, as `encode` does.

    Args:
        model: Of sentence-transformers.
        query: Name of a prompt of the model for queries.
        passage: The same for passages.

    Raises:
        BadInputError: When the model has no prompt of that name.
    """
    held: dict[str, str] = {name: text or "" for name, text in (model.prompts or {}).items()}
    for option, name in (("--query-prompt", query), ("--passage-prompt", passage)):
        if name is not None and name not in held:
            raise BadInputError(f"{option} {name}", f"one of {', '.join(sorted(held)) or 'none'}")
    found_query = "query" if "query" in held else None
    found_passage = next((name for name in _PASSAGE if held.get(name)), None) or "document"
    default = model.default_prompt_name
    if default and not held.get(found_query or "") and not held.get(found_passage):
        found_query = found_passage = default
    names = {"query": query or found_query, "passage": passage or found_passage}
    prompts = {role: held.get(name or "", "") for role, name in names.items()}
    notes = [
        f"Prompt of every {role}: {prompts[role]!r} (the model's {names[role]!r})."
        for role in names
        if prompts[role]
    ]
    unused = sorted(set(filter(held.get, held)) - set(names.values()))
    if unused:
        notes.append(
            f"Prompts not used: {', '.join(unused)}; choose with --query-prompt and --passage-prompt."
        )
    return prompts, notes
