"""Every shipped recipe trains: its losses, lanes, heads and data formats on a tiny model and tiny data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.tiny_training import (
    SUBJECTS,
    write_tiny_beir,
    write_tiny_bert,
    write_tiny_roberta,
    write_tiny_t5,
)

from pipelines.plan import make_plan
from pipelines.recipe import SHIPPED, DataSource, DevelopSet, Recipe, load_recipe
from pipelines.runs.folder import RunFolder

pytest.importorskip("sentence_transformers")

RECIPES = [
    path
    for path in sorted(SHIPPED.glob("*.toml"))
    if load_recipe(path).training is not None or load_recipe(path).starts
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped")
    write_tiny_bert(folder / "bert")
    write_tiny_roberta(folder / "roberta", layers=2)
    write_tiny_t5(folder / "t5")
    write_tiny_beir(folder / "animals")
    marco = folder / "msmarco"
    marco.mkdir()
    for name, target in (("corpus", "collection.tsv"), ("queries", "queries.train.tsv")):
        rows = [json.loads(line) for line in (folder / "animals" / f"{name}.jsonl").read_text().splitlines()]
        (marco / target).write_text("".join(f"{row['_id']}\t{row['text']}\n" for row in rows))
    places = range(len(SUBJECTS))
    (marco / "qrels.train.tsv").write_text("".join(f"q{n}\t0\td{n}\t1\n" for n in places))
    (marco / "scores.tsv").write_text("".join(f"9.5\t1.5\tq{n}\td{n}\td{(n + 1) % 12}\n" for n in places))
    (marco / "negatives.tsv").write_text("".join(f"q{n}\td{(n + 1) % 12},d{(n + 2) % 12}\n" for n in places))
    pairs = [json.dumps([f"where does the {name} sleep", f"the {name} sleeps"]) for name in SUBJECTS]
    (folder / "pairs.jsonl").write_text("\n".join(pairs))
    return folder


def tiny(recipe: Recipe, root: Path) -> Recipe:
    """The recipe with its losses and options, on the tiny data, for one step."""
    files = [
        "negatives.tsv" if "negatives" in name else "scores.tsv" for s in recipe.data for name in s.files
    ]
    source = {"beir": "animals", "titles": "animals", "msmarco": "msmarco", "pairs": "pairs.jsonl"}
    kind = recipe.data[0].format
    changes = {
        "data": [DataSource(path=source[kind], format=kind, files=files)],
        "develop": [DevelopSet(path="animals", split="train")],
    }
    if recipe.training is not None:
        changes["training"] = recipe.training.model_copy(
            update={
                "max_steps": 1,
                "batch_size": 4,
                "precision": "fp32",
                "passage_tokens": 32,
                "save_steps": 1,
            }
            | {"freeze_layers": 0, "gradient_accumulation": 1, "evaluate_steps": None}
        )
    window = {"skip": 0, "margin": None, "per_query": 1, "depth": 12}
    if recipe.kind == "sparse":
        changes["options"] = recipe.options.model_copy(update={"latents": 128, "latents_active": 8})
    if keeps_layers(recipe):
        changes["options"] = recipe.options.model_copy(update={"layers": 1})
    if recipe.negatives is not None:
        changes["negatives"] = recipe.negatives.model_copy(update=window)
    if recipe.options.loss == "embedding":
        changes["distillation"] = recipe.distillation.model_copy(update={"teachers": ["bert"]})
    if recipe.two_stage is not None:
        stage = {"negatives": recipe.two_stage.negatives.model_copy(update=window), "split": "train"}
        changes["two_stage"] = recipe.two_stage.model_copy(update=stage)
    return recipe.model_copy(update=changes)


def keeps_layers(recipe: Recipe) -> bool:
    """Whether it is the one whose base model's tokenizer has no types."""
    return recipe.kind == "cross-encoder" and recipe.options.layers is not None


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_shipped_recipe_trains(root, tmp_path, path):
    run = train_tiny(path, root, tmp_path / "run")
    steps = 0 if load_recipe(path).training is None else 1
    assert json.loads((run.path / "manifest.json").read_text())["steps"] == steps
    losses = [line for line in (run.path / "curves.jsonl").read_text().splitlines() if '"loss"' in line]
    assert len(losses) == steps


def train_tiny(path: Path, root: Path, output: Path) -> RunFolder:
    """Train a shipped recipe, after the ones it starts from."""
    from pipelines.train.run import trainer_of

    shipped = make_plan(path, root)
    recipe = tiny(shipped.recipe, root)
    for name in recipe.starts:
        if not (root / name).is_dir():
            train_tiny(SHIPPED / f"{Path(name).name}.toml", root, root / name)
    base = "t5" if recipe.kind == "query-generator" else "roberta" if keeps_layers(recipe) else "bert"
    run = RunFolder(output)
    plan = replace(shipped, recipe=recipe.model_copy(update={"base_model": base}))
    trainer_of(plan)(plan, run)
    return run
