"""An evaluation as a picture and a page that needs nothing else."""

import base64
from html import escape
from io import BytesIO
from pathlib import Path

from search_app.collections.atomic_text import replace_text
from search_app.evaluation.report import EvaluationReport

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid #ccc;"
    "text-align:right}td:first-child,th:first-child{text-align:left}small{color:#555}img{max-width:100%}"
)


def write_page(folder: Path, report: EvaluationReport) -> None:
    """Write `report.png` and `report.html` beside `report.json`."""
    picture = _picture(report)
    (folder / "report.png").write_bytes(picture)
    replace_text(folder / "report.html", _html(report, picture))


def _picture(report: EvaluationReport) -> bytes:
    """Draw the first measure of every system with its interval; a PNG."""
    from matplotlib.figure import Figure

    measure = next(iter(next(iter(report.systems.values())).measures))
    names = list(report.systems)[::-1]
    means = [report.systems[name].measures[measure] for name in names]
    bounds = [report.systems[name].interval[measure] for name in names]
    errors = [
        [max(0.0, mean - low) for mean, (low, _) in zip(means, bounds, strict=True)],
        [max(0.0, high - mean) for mean, (_, high) in zip(means, bounds, strict=True)],
    ]
    figure = Figure(figsize=(8, 1.2 + 0.45 * len(names)), layout="constrained")
    axes = figure.subplots()
    axes.barh(names, means, xerr=errors, color="#4477aa", ecolor="#222222", capsize=3)
    axes.set_xlim(0, 1)
    axes.set_xlabel(f"{measure}, with 95 % bootstrap intervals")
    axes.set_title(f"{report.dataset}, {report.split}: {len(report.query_ids)} queries")
    target = BytesIO()
    figure.savefig(target, format="png", dpi=120)
    return target.getvalue()


def _html(report: EvaluationReport, picture: bytes) -> str:
    title = escape(f"{report.dataset}, {report.split}")
    image = base64.b64encode(picture).decode("ascii")
    notes = "".join(f"<li>{escape(sentence)}</li>" for sentence in (*report.problems, *report.notes))
    facts = (
        f"{len(report.query_ids):,} queries; collection {report.collection}, generation {report.generation}; "
        f"{report.created}; {report.queries_per_second:g} queries/s through all systems together; "
        f"peak memory {report.peak_memory_mb:,.0f} MiB; index bytes {dict(report.index_bytes)}; "
        f"models {dict(report.models)}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'<h1>{title}</h1><p>{escape(facts)}</p><img alt="Bars of the first measure" '
        f'src="data:image/png;base64,{image}">{_table(report)}<ul>{notes}</ul></html>\n'
    )


def _table(report: EvaluationReport) -> str:
    measures = list(next(iter(report.systems.values())).measures)
    heads = "".join(f"<th>{escape(name)}</th>" for name in ("system", *measures, "p50 ms", "p95 ms"))
    rows = []
    for name, system in report.systems.items():
        cells = [
            f"{system.measures[m]:.4f}<br><small>{system.interval[m][0]:.3f}-{system.interval[m][1]:.3f}</small>"
            for m in measures
        ]
        cells += [f"{system.latency_ms.get(point, float('nan')):.1f}" for point in ("p50", "p95")]
        first = f"<td>{escape(name)}<br><small>{escape(system.description)}</small></td>"
        rows.append("<tr>" + first + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>"
