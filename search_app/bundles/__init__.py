"""Model bundles: the only thing that crosses from training to serving."""

from search_app.bundles.locate import is_bundle, locate_bundle
from search_app.bundles.manifest import BundleManifest, read_manifest, write_manifest

__all__ = ["BundleManifest", "is_bundle", "locate_bundle", "read_manifest", "write_manifest"]
