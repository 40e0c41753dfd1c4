import json
import struct

import numpy as np
import pytest

from pipelines.packaged.embedding_pack import embedding_model, read_pack
from search_app.errors import CorruptError

HIDDEN, LAYERS, VOCABULARY = 64, 1, ("<s>", "<pad>", "</s>", "<unk>", "<mask>", "cat", "dog", "grass")


def tensors() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)

    def of(*shape: int) -> np.ndarray:
        return draw.normal(0, 0.1, shape).astype(np.float32)

    found = {
        "word_emb": of(len(VOCABULARY), HIDDEN),
        "pos_emb": of(20, HIDDEN),
        "type_emb": of(2, HIDDEN),
        "emb_ln.w": of(HIDDEN) + 1,
        "emb_ln.b": of(HIDDEN),
    }
    shapes = {
        "qkv": (3 * HIDDEN, HIDDEN),
        "ao": (HIDDEN, HIDDEN),
        "f1": (HIDDEN, HIDDEN),
        "f2": (HIDDEN, HIDDEN),
    }
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            found[f"l{layer}.{name}.w"], found[f"l{layer}.{name}.b"] = of(*shape), of(shape[0])
        for name in ("aln", "fln"):
            found[f"l{layer}.{name}.w"], found[f"l{layer}.{name}.b"] = of(HIDDEN) + 1, of(HIDDEN)
    return found


def tokenizer() -> bytes:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    made = Tokenizer(models.WordLevel({word: place for place, word in enumerate(VOCABULARY)}, "<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    return made.to_str().encode()


def pack(pooling: str = "cls") -> bytes:
    """Matrices of products in 8 bits with a scale for every 32 weights, the rest in fp32."""
    entries, bodies = [], []
    for name, values in tensors().items():
        if name == "word_emb" or name.endswith(".w") and values.ndim == 2:
            groups = values.reshape(-1, 32)
            scales = (np.abs(groups).max(axis=1) / 127).astype("<f4")
            body = np.round(groups / scales[:, None]).astype(np.int8).tobytes() + scales.tobytes()
            kind, group = "i8", 32
        else:
            body, kind, group = values.astype("<f4").tobytes(), "f32", 0
        bodies.append(body)
        entries.append(
            {"name": name, "dtype": kind, "shape": list(values.shape), "len": len(body), "group": group}
        )
    arch = {
        "hidden": HIDDEN,
        "layers": LAYERS,
        "heads": 2,
        "intermediate": HIDDEN,
        "vocab": len(VOCABULARY),
        "max_positions": 20,
        "type_vocab": 2,
        "layer_norm_eps": 1e-12,
        "position_offset": 2,
    }
    header = {
        "meta": {"pooling": pooling, "normalize": True, "max_length": 18},
        "arch": arch,
        "tokenizer_len": len(tokenizer()),
        "tensors": entries,
    }
    told = json.dumps(header).encode()
    return b"HMSEMB01" + struct.pack("<Q", len(told)) + told + tokenizer() + b"".join(bodies)


def test_tensors_come_back_to_half_a_step(tmp_path):
    header, vocabulary, found = read_pack(tmp_path, pack())
    assert header["arch"]["hidden"] == HIDDEN
    assert vocabulary == tokenizer()
    for name, values in tensors().items():
        assert found[name].shape == values.shape
        assert np.abs(found[name] - values).max() <= np.abs(values).max() / 127 / 2 + 1e-7


@pytest.mark.parametrize("damage", ["empty", "format", "header", "cut", "longer"])
def test_what_is_no_pack_is_said(tmp_path, damage):
    whole = pack()
    raw = {
        "empty": b"",
        "format": b"HMSEMB02" + whole[8:],
        "header": whole[:200],
        "cut": whole[:-3],
        "longer": whole + b"more",
    }[damage]
    path = tmp_path / "model.hmsemb"
    path.write_bytes(raw)
    with pytest.raises(CorruptError, match="model.hmsemb cannot be read"):
        read_pack(path, raw)


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_the_folder_is_a_bi_encoder_with_the_packs_pooling(tmp_path, monkeypatch, pooling):
    sentence_transformers = pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "model.hmsemb"
    path.write_bytes(pack(pooling))
    folder = embedding_model(path)
    assert embedding_model(path) == folder
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]
    model = sentence_transformers.SentenceTransformer(str(folder), device="cpu")
    states = model[0](model.tokenize(["cat grass dog"]))["token_embeddings"][0].detach().numpy()
    expected = states[0] if pooling == "cls" else states.mean(axis=0)
    vector = model.encode("cat grass dog")
    np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), atol=1e-6)


def test_another_pack_has_another_folder(tmp_path, monkeypatch):
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folders = set()
    for pooling in ("cls", "mean"):
        path = tmp_path / "model.hmsemb"
        path.write_bytes(pack(pooling))
        folders.add(embedding_model(path))
    assert len(folders) == 2
