"""Collections on disk: generations, the ledger beside them, publication and checks."""

from search_app.collections.catalog import Catalog
from search_app.collections.generation import Generation
from search_app.collections.manifest import GenerationManifest
from search_app.collections.model_identity import ModelIdentity

__all__ = ["Catalog", "Generation", "GenerationManifest", "ModelIdentity"]
