"""Query generators: a passage in, a query out."""

from pipelines.families.query_generator.family import QueryGeneratorFamily

FAMILY = QueryGeneratorFamily()
