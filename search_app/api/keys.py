"""API keys: made once, shown once, kept as hashes."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from search_app.collections.atomic_text import replace_text
from search_app.errors import BadInputError, CorruptError, NotFoundError
from search_app.plain_name import is_plain_name

FILE_NAME = "api-keys.json"
SCOPES = ("search", "ingest", "admin")
"""Each includes those before it."""
_PREFIX = "sa_"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key.

    Attributes:
        name: What people call it.
        sha256: Of the key, in hex; it has 256 random bits, so that no slow hash is needed.
        scope: One of `SCOPES`.
        filters: Filters that every request of the key is held to.
        rate: Requests a minute, or None.
    """

    name: str
    sha256: str
    scope: str = "search"
    filters: tuple[str, ...] = ()
    rate: int | None = None

    def may(self, scope: str) -> bool:
        """Whether the key reaches a scope."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)


class KeyFile:
    """The keys of a data directory.

    Args:
        data_dir: Where collections live.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME

    def keys(self) -> tuple[ApiKey, ...]:
        """Return all keys, oldest first.

        Raises:
            CorruptError: When the file cannot be read.
        """
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))["keys"]
            return tuple(ApiKey(**{**row, "filters": tuple(row["filters"])}) for row in rows)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CorruptError(f"the file of API keys {self._path} cannot be read ({error})") from error

    def add(
        self, name: str, scope: str = "search", filters: Sequence[str] = (), rate: int | None = None
    ) -> str:
        """Make a key and return it; it cannot be shown again.

        Raises:
            BadInputError: For a name that is taken or no name, an unknown scope or a rate below 1.
        """
        if not is_plain_name(name):
            raise BadInputError(f"a key named {name[:80]!r}", "letters, digits, dots, hyphens, underscores")
        if scope not in SCOPES:
            raise BadInputError(f"scope {scope!r}", f"one of {', '.join(SCOPES)}")
        if rate is not None and rate < 1:
            raise BadInputError(f"a rate of {rate} requests a minute", "1 or more")
        known = self.keys()
        if any(key.name == name for key in known):
            raise BadInputError(f"a key named {name!r} exists", "another name", "or remove that one first")
        secret = _PREFIX + secrets.token_urlsafe(32)
        self._write((*known, ApiKey(name, digest(secret), scope, tuple(filters), rate)))
        return secret

    def remove(self, name: str) -> None:
        """Forget a key; requests with it are refused from then on.

        Raises:
            NotFoundError: When there is none of this name; lists those there are.
        """
        known = self.keys()
        kept = tuple(key for key in known if key.name != name)
        if len(kept) == len(known):
            names = ", ".join(key.name for key in known) or "there are none"
            raise NotFoundError(f"no key {name[:80]!r}", f"one of: {names}")
        self._write(kept)

    def _write(self, keys: Sequence[ApiKey]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(self._path, json.dumps({"keys": [asdict(key) for key in keys]}, indent=2) + "\n")
        self._path.chmod(0o600)


def digest(secret: str) -> str:
    """Return the hash a key is kept as."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(secret: str, keys: Sequence[ApiKey]) -> ApiKey | None:
    """Return the key a secret belongs to; every key is compared, in constant time each."""
    wanted, found = digest(secret), None
    for key in keys:
        if hmac.compare_digest(key.sha256, wanted):
            found = key
    return found
