"""Documents of the ir_datasets catalogue (MacAvaney et al., SIGIR 2021): `irds:ID`."""

from collections.abc import Iterator
from typing import Any

from pipelines.readers.field_map import TEXT_FIELDS, FieldMap, find_field
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from pipelines.readers.table_columns import resolve_columns
from search_app.errors import NotFoundError, UnavailableError
from search_app.records import Reject

PREFIX = "irds:"


class IrDocumentsReader:
    """Reads the documents, which are the units that are judged, so they stay whole.

    A document without a field for its text has the text that the catalogue says it has.

    Args:
        identifier: Id in the catalogue, such as beir/scifact.
        field_map: Which field is what, where the names do not say it.

    Raises:
        UnavailableError: When ir_datasets is not installed; names the extra.
        NotFoundError: When the catalogue has no such id, or no documents for it.
    """

    name = "ir_datasets"
    presplit = True

    def __init__(self, identifier: str, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self.source = f"{PREFIX}{identifier}"
        self._id, self._map = identifier, field_map
        self.mapping: FieldMap | None = None
        open_catalogue_entry(identifier)

    @property
    def fraction(self) -> float:
        """0: the catalogue counts documents only after fetching them."""
        return 0.0

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            UnavailableError: When the documents cannot be fetched.
        """
        for number, fields in enumerate(self._documents(), start=1):
            self.mapping = columns = self.mapping or resolve_columns(self.source, list(fields), self._map)
            position = f"{self._id}:{number}"
            yield read_fields(fields, columns, position, number)

    def _documents(self) -> Iterator[dict[str, Any]]:
        try:
            for document in open_catalogue_entry(self._id).docs_iter():
                fields = document._asdict()
                if find_field(fields, TEXT_FIELDS) is None:
                    fields["text"] = document.default_text()
                yield fields
        except (OSError, RuntimeError) as error:
            said = str(error.args[0] if error.args else type(error).__name__)[:200]
            raise UnavailableError(
                f"the documents of {self.source} cannot be fetched ({said})",
                "a network that reaches their publisher, or a copy where ir_datasets keeps its files",
                "see ir-datasets.com for where this set comes from",
            ) from error


def open_catalogue_entry(identifier: str) -> Any:
    """Return the catalogue's entry, which has documents.

    Raises:
        UnavailableError: When ir_datasets is not installed; names the extra.
        NotFoundError: When there is no such id, or no documents for it.
    """
    try:
        import ir_datasets
    except ImportError as error:
        raise UnavailableError(
            "sources of ir_datasets need the package ir_datasets",
            "the extra ir-datasets",
            "install it: pip install 'search-app[ir-datasets]'",
        ) from error
    try:
        dataset = ir_datasets.load(identifier)
    except KeyError as error:
        raise NotFoundError(f"no ir_datasets id {identifier!r}", "an id listed at ir-datasets.com") from error
    if not dataset.has_docs():
        raise NotFoundError(f"{identifier!r} has no documents", "an id with documents")
    return dataset
