import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pipelines.base_model import locate_base_model
from pipelines.packaged.quantised_t5 import read_weights


def quantised_graph(path, weights):
    """An embedding, a norm and a product under the names that an export of a T5 gives them."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    table, norm, product = weights
    nodes = [
        helper.make_node("Gather", ["enc.embed_tokens.weight", "ids"], ["x"], "/enc/embed_tokens/Gather"),
        helper.make_node("Mul", ["x", "enc.block.0.layer.0.layer_norm.weight"], ["y"], "/enc/norm/Mul"),
        helper.make_node(
            "MatMul", ["y", "onnx::MatMul_1"], ["z"], "/enc/block.0/layer.0/SelfAttention/q/MatMul"
        ),
    ]
    named = {
        "enc.embed_tokens.weight": table,
        "enc.block.0.layer.0.layer_norm.weight": norm,
        "onnx::MatMul_1": product.T,
    }
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, "n", product.shape[0]])],
        [numpy_helper.from_array(np.ascontiguousarray(values), name) for name, values in named.items()],
    )
    whole = path.with_name("whole.onnx")
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), whole)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8)


def test_weights_come_back_under_the_names_of_transformers(tmp_path):
    draw = np.random.default_rng(5)
    weights = [draw.normal(0, 1, shape).astype(np.float32) for shape in ((50, 16), (16,), (8, 16))]
    quantised_graph(tmp_path / "encoder.onnx", weights)
    found = read_weights(tmp_path / "encoder.onnx", "enc", "encoder")
    names = ["shared", "block.0.layer.0.layer_norm", "block.0.layer.0.SelfAttention.q"]
    assert set(found) == {f"encoder.{name}.weight" for name in names}
    for name, values in zip(names, weights, strict=True):
        read = found[f"encoder.{name}.weight"]
        assert read.shape == values.shape
        assert np.abs(read - values).max() <= np.abs(values).max() / 100


def test_the_packaged_model_says_in_torch_what_its_graphs_say(tmp_path, monkeypatch):
    onnxruntime, torch = pytest.importorskip("onnxruntime"), pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    package = pytest.importorskip("traceforge_title_model")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = locate_base_model("flan-t5-small-titles", tmp_path)
    model = transformers.T5ForConditionalGeneration.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    rows = tokenizer("The tests of the client passed after the retry was added.", return_tensors="pt")
    states = model.encoder(**rows).last_hidden_state.detach().numpy()
    session = onnxruntime.InferenceSession(str(package.span_dir() / "encoder.onnx"))
    expected = session.run(None, {name: values.numpy() for name, values in rows.items()})[0]
    # The graphs round their activations too, one scale to a tensor: .77 with the same weights, 0 with others.
    assert np.corrcoef(states.ravel(), expected.ravel())[0, 1] > 0.6
    decoder = onnxruntime.InferenceSession(str(package.span_dir() / "decoder.onnx"))
    begun = np.zeros((1, 1), dtype=np.int64)
    fed = {
        "input_ids": begun,
        "encoder_hidden_states": expected,
        "encoder_attention_mask": np.ones_like(rows.input_ids),
    }
    logits = decoder.run(None, fed)[0].ravel()
    with torch.no_grad():
        ours = (
            model(encoder_outputs=(torch.tensor(expected),), decoder_input_ids=torch.tensor(begun))
            .logits.numpy()
            .ravel()
        )
    assert np.corrcoef(ours, logits)[0, 1] > 0.9
    assert ours.std() == pytest.approx(logits.std(), rel=0.2)
