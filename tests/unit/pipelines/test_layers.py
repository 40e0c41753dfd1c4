import pytest
from fixtures.tiny_training import write_tiny_bert

from pipelines.recipe import DenseOptions, Recipe

pytest.importorskip("sentence_transformers")


@pytest.mark.parametrize(("layers", "kept"), [(None, 2), (1, 1), (9, 2)])
def test_a_bi_encoder_keeps_the_lowest_layers_and_loads_with_as_many(tmp_path, layers, kept):
    from sentence_transformers import SentenceTransformer

    from pipelines.train.dense import build_dense_encoder

    bert = write_tiny_bert(tmp_path / "bert")
    recipe = Recipe(name="r", kind="dense", base_model="bert", dense=DenseOptions(layers=layers))
    model = build_dense_encoder(recipe, str(bert), [])
    model.save(str(tmp_path / "saved"))
    loaded = SentenceTransformer(str(tmp_path / "saved"))
    assert len(loaded[0].model.encoder.layer) == kept
    assert (loaded.encode("the cat eats") == model.encode("the cat eats")).all()
