"""Which models made the vectors of a collection."""

from collections.abc import Mapping
from dataclasses import dataclass

from search_app.errors import MismatchError
from search_app.records.similarity import Similarity


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a lane's vectors.

    Attributes:
        name: Name shown to people.
        fingerprint: Hash of everything that changes its vectors.
        dimension: Length of a vector, or size of the vocabulary.
        similarity: How dense vectors are compared.
    """

    name: str
    fingerprint: str
    dimension: int
    similarity: Similarity = "cosine"


def fingerprints(identities: Mapping[str, ModelIdentity]) -> dict[str, str]:
    """Return {lane: fingerprint}."""
    return {lane: identity.fingerprint for lane, identity in sorted(identities.items())}


def check_same_models(
    collection: str, stored: Mapping[str, ModelIdentity], given: Mapping[str, ModelIdentity]
) -> None:
    """Refuse to mix vectors of different models in one collection.

    Raises:
        MismatchError: Names both models and what to do.
    """
    for lane, model in sorted(given.items()):
        there = stored.get(lane)
        if there is None or there.fingerprint != model.fingerprint:
            name = f"{there.name} ({there.fingerprint[:12]})" if there else "no model"
            raise MismatchError(
                f"collection {collection!r} holds {lane} vectors of {name}, "
                f"the job encodes with {model.name} ({model.fingerprint[:12]})",
                "the same model for all passages of a collection",
                f"ingest with --recreate to encode everything anew, or set SEARCH_APP_{lane.upper()}_BUNDLE "
                "to the model of the collection",
            )
