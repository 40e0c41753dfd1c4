from search_app.engine.facets import count_facets
from search_app.protocols import Facets
from search_app.records import Condition, SearchFilter


class Recorder:
    """Answers with the filter it was asked under."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], int, set[str]]] = []

    def facet(self, fields: list[str], limit: int, where: SearchFilter | None = None) -> Facets:
        self.asked.append((fields, limit, {entry.field for entry in where.conditions} if where else set()))
        return {field: [(field, 1)] for field in fields}


def test_a_field_is_counted_without_its_own_condition() -> None:
    store = Recorder()
    where = SearchFilter((Condition("genre", ("Drama",)), Condition("year", at_least=1990)))
    found = count_facets(store, ["genre", "cast", "year"], where, 7)  # type: ignore[arg-type]
    assert list(found) == ["genre", "cast", "year"]
    assert store.asked == [
        (["cast"], 7, {"genre", "year"}),
        (["genre"], 7, {"year"}),
        (["year"], 7, {"genre"}),
    ]


def test_without_a_filter_one_question_is_enough() -> None:
    store = Recorder()
    count_facets(store, ["genre", "cast"], None, 7)  # type: ignore[arg-type]
    assert store.asked == [(["genre", "cast"], 7, set())]
