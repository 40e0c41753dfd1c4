"""Run folders: everything a run depended on and produced; `manifest.json`, written last, means complete."""
