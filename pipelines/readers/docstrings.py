"""Docstrings of a source file, by parsing it; nothing is imported or executed."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["module", "class", "function", "method"]
MAX_SIGNATURE_CHARACTERS = 300

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Docstring:
    """One documented thing.

    Attributes:
        name: Qualified name.
        kind: What it is.
        text: For functions and classes the signature and a blank line, then the docstring, dedented.
        line: Where it is defined, counted from 1.
    """

    name: str
    kind: Kind
    text: str
    line: int


def docstrings(source: bytes, module: str) -> Iterator[Docstring]:
    """Yield the docstrings of the public names of a module; the first of a name counts.

    Args:
        source: The file's bytes; a PEP 263 encoding comment is obeyed.
        module: Its dotted name.

    Raises:
        ValueError: When this Python cannot parse it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in other people's source
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise ValueError(f"not parseable by this Python: {error}") from error
    text = ast.get_docstring(tree)
    if text:
        yield Docstring(module, "module", text, 1)
    seen: set[str] = set()
    for entry in _definitions(tree, module, inside_class=False):
        if entry.name not in seen:
            seen.add(entry.name)
            yield entry


def _definitions(node: ast.AST, prefix: str, inside_class: bool) -> Iterator[Docstring]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Definition):
            if not child.name.startswith("_"):
                yield from _definition(child, f"{prefix}.{child.name}", inside_class)
        elif isinstance(child, ast.If | ast.Try | ast.With):
            yield from _definitions(child, prefix, inside_class)


def _definition(node: _Definition, name: str, inside_class: bool) -> Iterator[Docstring]:
    text = ast.get_docstring(node)
    is_class = isinstance(node, ast.ClassDef)
    if text:
        kind: Kind = "class" if is_class else "method" if inside_class else "function"
        yield Docstring(name, kind, f"{_signature(node)}\n\n{text}", node.lineno)
    if is_class:
        yield from _definitions(node, name, inside_class=True)


def _signature(node: _Definition) -> str:
    """The line pydoc would show: parameter names are words people search for."""
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        return f"class {node.name}({bases})" if bases else f"class {node.name}"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    signature = f"{node.name}({ast.unparse(node.args)}){returns}"
    if len(signature) > MAX_SIGNATURE_CHARACTERS:
        return signature[: MAX_SIGNATURE_CHARACTERS - 1] + "…"
    return signature
