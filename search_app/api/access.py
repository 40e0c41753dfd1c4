"""Who asks: the key of a request, what it may do, and how often."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from search_app.api.keys import ApiKey, KeyFile, key_of
from search_app.api.problems import RefusedError
from search_app.engine.open_collection import OpenCollection
from search_app.engine.service import SearchService
from search_app.errors import BadInputError, NotFoundError
from search_app.filters.language import parse_filter

_bearer = HTTPBearer(auto_error=False, description="A key made by `search-app keys add`.")
_Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        service: Answers.
        key: Of the request; None where no keys are asked for.
    """

    service: SearchService
    key: ApiKey | None = None

    @property
    def held(self) -> bool:
        """Whether the key is held to a filter."""
        return self.key is not None and bool(self.key.filters)

    def open(self, collection: str, profile: str | None = None) -> OpenCollection:
        """Open a collection within what the key may see.

        Raises:
            NotFoundError: When there is no such collection, or none that the key may see.
        """
        opened = self.service.open(collection, profile)
        if not self.held or self.key is None:
            return opened
        try:
            within = parse_filter(self.key.filters, opened.fields())
        except (BadInputError, NotFoundError) as error:
            raise NotFoundError(
                f"no collection {collection[:80]!r}", "a collection this key may read"
            ) from error
        return self.service.open(collection, profile, within)


class Rates:
    """Requests a minute by key: a bucket each, which fills steadily."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: ApiKey) -> None:
        """Count a request.

        Raises:
            RefusedError: When the key has none left; says in how many seconds it will.
        """
        if key.rate is None:
            return
        now = self._clock()
        left, seen = self._buckets.get(key.name, (float(key.rate), now))
        left = min(float(key.rate), left + (now - seen) * key.rate / _MINUTE)
        if left < 1.0:
            wait = max(1, round((1.0 - left) * _MINUTE / key.rate + 0.5))
            self._buckets[key.name] = (left, now)
            raise RefusedError(
                429, "too-many-requests", f"This key may ask {key.rate} times a minute.",
                {"Retry-After": str(wait)},
            )  # fmt: skip
        self._buckets[key.name] = (left - 1.0, now)


@dataclass(frozen=True, slots=True)
class Door:
    """Lets requests in.

    Attributes:
        service: Answers.
        keys: Whose requests are let in; None lets everybody in.
        rates: Counts them.
    """

    service: SearchService
    keys: KeyFile | None
    rates: Rates

    def caller(self, secret: str | None, scope: str) -> Caller:
        """Return who asks.

        Raises:
            RefusedError: Without a key that is known and reaches the scope, or when it asks too often.
        """
        if self.keys is None:
            return Caller(self.service)
        key = key_of(secret, self.keys.keys()) if secret else None
        if key is None:
            raise RefusedError(
                401, "no-key", "This server wants a key: Authorization: Bearer KEY.",
                {"WWW-Authenticate": "Bearer"},
            )  # fmt: skip
        if not key.may(scope):
            raise RefusedError(403, "scope", f"This key has the scope {key.scope}; this needs {scope}.")
        self.rates.take(key)
        return Caller(self.service, key)


def needs(scope: str) -> Callable[..., Caller]:
    """Return a dependency that lets callers of a scope in."""

    def caller(request: Request, given: _Given) -> Caller:
        door: Door = request.app.state.door
        return door.caller(given.credentials if given else None, scope)

    return caller
