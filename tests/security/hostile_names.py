"""File names that try to be more than names."""

HOSTILE_NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\system32\\x",
    "~/.ssh/authorized_keys",
    "a\x00b",
    ".hidden",
    "..",
    "",
    " ",
    "-rf",
    "con",
    "a" * 500,
    "\u202egpj.exe",
    "<img src=x onerror=window.hostile=1>",
    "$(touch x)`touch y`;touch z|&",
    "a\nb\r\nc",
    "\ud800",
    "name%2e%2e%2fescape",
    "résumé 履歴書",
    "file:///etc/passwd",
]
