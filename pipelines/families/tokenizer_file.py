"""The `tokenizer.json` of a saved model."""

from pathlib import Path
from typing import Any


def tokenizer_file(tokenizer: Any, folder: Path) -> Path:
    """The fast tokenizer's own file, wherever the trainer put it; written where there is none."""
    found = sorted(folder.rglob("tokenizer.json"))
    if found:
        return found[0]
    target = folder / "tokenizer.json"
    tokenizer.backend_tokenizer.save(str(target))
    return target
