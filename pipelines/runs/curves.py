"""Loss and other figures per step, as lines of JSON and as a picture."""

import json
from pathlib import Path
from typing import Any

DRAWN = ("loss", "base_loss", "active_dimensions", "flops", "grad_norm", "learning_rate")


def write_curves(history: list[dict[str, Any]], folder: Path) -> None:
    """Write `curves.jsonl` and `curves.png`.

    Args:
        history: The trainer's `log_history`.
        folder: The run folder.
    """
    lines = [json.dumps(entry, sort_keys=True) for entry in history]
    (folder / "curves.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    measured = sorted({name for entry in history for name in entry if "ndcg@10" in name})
    series = {name: _points(history, name) for name in (*DRAWN, *measured)}
    _draw({name: points for name, points in series.items() if points}, folder / "curves.png")


def _points(history: list[dict[str, Any]], name: str) -> list[tuple[int, float]]:
    return [(entry["step"], float(entry[name])) for entry in history if name in entry and "step" in entry]


def _draw(series: dict[str, list[tuple[int, float]]], path: Path) -> None:
    if not series:
        return
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.0, 2.0 * len(series)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(series), 1, squeeze=False)[:, 0]
    for axis, (name, points) in zip(axes, series.items(), strict=True):
        axis.plot(*zip(*points, strict=True))
        axis.set_ylabel(name)
    axes[-1].set_xlabel("step")
    figure.savefig(path, dpi=100)
