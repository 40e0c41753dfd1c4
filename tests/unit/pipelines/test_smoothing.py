import numpy as np
import onnx
import onnxruntime
import pytest
from fixtures.hand_made_graph import hand_made_model
from onnx import TensorProto, helper, numpy_helper

from pipelines.export.onnx_graph import weight_products
from pipelines.export.quantise import quantise
from pipelines.export.smoothing import channel_scale, largest_activations, smooth

TOKENS, WIDTH, INNER = 1500, 64, 256


@pytest.fixture
def graph(tmp_path):
    """A feed-forward block over a table with two channels a hundred times larger than the others."""
    draw = np.random.default_rng(5)
    table = draw.normal(size=(TOKENS, WIDTH))
    table[:, [3, 40]] *= 100.0
    up, left = (draw.normal(size=(WIDTH, INNER)) / 8 for _ in range(2))
    for matrix in (up, left):
        matrix[[3, 40]] /= 100.0
    down = draw.normal(size=(INNER, WIDTH)) / 16
    weights = {"table": table, "up": up, "left": left, "down": down}
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"], name="gather"),
        helper.make_node("MatMul", ["rows", "up"], ["inner"], name="up_product"),
        helper.make_node("MatMul", ["rows", "left"], ["other"], name="left_product"),
        helper.make_node("Mul", ["inner", "other"], ["gated"], name="gate"),
        helper.make_node("MatMul", ["gated", "down"], ["out"], name="down_product"),
    ]
    model = hand_made_model(
        nodes,
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", "length", WIDTH]),
        weights,
    )
    path = tmp_path / "fp32.onnx"
    onnx.save(model, path)
    return path


@pytest.fixture
def feeds():
    return [{"input_ids": np.arange(start, start + 60).reshape(4, 15)} for start in range(0, 600, 60)]


def run(model, ids):
    source = str(model) if not isinstance(model, onnx.ModelProto) else model.SerializeToString()
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    return session.run(None, {"input_ids": ids})[0]


IDS = np.arange(700, 1000).reshape(10, 30)


def test_the_range_of_each_channel_is_read_over_all_batches(graph, feeds):
    model = onnx.load(graph)
    table = numpy_helper.to_array(next(e for e in model.graph.initializer if e.name == "table"))
    feeds = [{**feed, "token_type_ids": feed["input_ids"]} for feed in feeds]  # the graph has no such input
    largest = largest_activations(model, weight_products(model), feeds)
    assert sorted(largest) == ["gated", "rows"]
    assert largest["rows"] == pytest.approx(np.abs(table[:600]).max(axis=0))


def test_smoothing_moves_the_range_and_leaves_the_result(graph, feeds):
    model = onnx.load(graph)
    before = run(model, IDS)
    largest = largest_activations(model, weight_products(model), feeds)
    smooth(model, weight_products(model), largest)
    onnx.checker.check_model(model)
    assert run(model, IDS) == pytest.approx(before, rel=1e-4, abs=1e-4)
    products = weight_products(model)
    assert products[0].input[0] == products[1].input[0]  # they read one tensor and share its scale
    after = largest_activations(model, products, feeds)
    spread = {name: found.max() / np.median(found) for name, found in (*largest.items(), *after.items())}
    assert spread["rows"] > 50
    assert spread["rows_smoothed"] < 10
    assert "up" not in {entry.name for entry in model.graph.initializer}


def test_products_that_read_an_input_of_the_graph_are_smoothed_too():
    model = hand_made_model(
        [helper.make_node("MatMul", ["x", "w"], ["y"], name="product")],
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 16]),
        helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 8]),
        {"w": np.ones((16, 8))},
    )
    smooth(model, weight_products(model), {"x": np.linspace(1, 100, 16, dtype=np.float32)})
    x = np.random.default_rng(0).normal(size=(3, 16)).astype(np.float32)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(None, {"x": x})[0] == pytest.approx(np.tile(x.sum(axis=1, keepdims=True), 8), abs=1e-4)


@pytest.mark.parametrize(("strength", "channels"), [(0.0, [1.0, 1.0]), (1.0, [0.25, 4.0])])
def test_strength_says_how_much_is_moved(strength, channels):
    weights = np.ones((2, 3), dtype=np.float32)
    found = channel_scale(np.array([1.0, 16.0], dtype=np.float32), [weights], strength)
    assert found == pytest.approx(channels)


def test_a_channel_that_is_never_used_keeps_a_finite_scale():
    found = channel_scale(np.array([0.0, 2.0], dtype=np.float32), [np.zeros((2, 2), dtype=np.float32)], 0.75)
    assert np.isfinite(found).all()
    assert (found > 0).all()


def test_outliers_cost_less_when_they_are_smoothed(graph, feeds, tmp_path):
    exact = run(graph, IDS)
    plain, smoothed = tmp_path / "plain.onnx", tmp_path / "smoothed.onnx"
    quantise(graph, plain, "dynamic")
    quantise(graph, smoothed, "dynamic", feeds)
    errors = [np.abs(run(path, IDS) - exact).mean() for path in (plain, smoothed)]
    assert errors[1] < 0.3 * errors[0]


def test_contracting_products_go_by_blocks_and_the_others_do_not(graph, feeds, tmp_path):
    target = tmp_path / "int8.onnx"
    quantise(graph, target, "dynamic", feeds)
    kinds = [node.op_type for node in onnx.load(target).graph.node]
    assert kinds.count("MatMulNBits") == 1
    assert kinds.count("MatMulInteger") == 2
