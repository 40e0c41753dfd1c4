"""What a run depended on."""

import platform
from importlib.metadata import version
from typing import Any

from pipelines.data.source import source_files
from pipelines.plan import Plan
from search_app.bundles.manifest import sha256_of
from search_app.encoders.query_weights import FILE_NAME as QUERY_WEIGHTS

PACKAGES = (
    "torch",
    "transformers",
    "sentence-transformers",
    "datasets",
    "tokenizers",
    "onnxruntime",
    "numpy",
)

_WEIGHTS = ("*.safetensors", "*.onnx", QUERY_WEIGHTS)


def make_receipt(plan: Plan) -> dict[str, Any]:
    """Return the resolved recipe, versions, seed and the sha256 of every file of data and of starts."""
    recipe, root = plan.recipe, plan.root
    trained = recipe.training is not None
    files = {path for source in recipe.data for path in source_files(source, root) if trained}
    files |= {path for start in plan.starts for form in _WEIGHTS for path in start.rglob(form)}
    return {
        "recipe": recipe.model_dump(mode="json"),
        "recipe_sha256": plan.digest,
        "seed": recipe.seed,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in PACKAGES},
        "data_root": str(root),
        "data": {
            str(path.relative_to(root) if path.is_relative_to(root) else path): sha256_of(path)
            for path in sorted(files)
        },
    }
