import numpy as np
import onnx
import pytest
from fixtures.hand_made_graph import hand_made_model
from onnx import TensorProto, helper

from pipelines.export.embedding_table import compress_embeddings, quantised_rows
from pipelines.export.quantise import narrow_products, quantise

ROWS, WIDTH = 1200, 32


@pytest.fixture
def graph(tmp_path):
    """ids -> table rows -> a wide and a narrow product."""
    draw = np.random.default_rng(1)
    table = (draw.normal(size=(ROWS, WIDTH)) * draw.uniform(0.01, 10, (ROWS, 1))).astype(np.float32)
    weights = {"table": table, "wide": draw.normal(size=(WIDTH, 16)), "narrow": draw.normal(size=(16, 1))}
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["rows"], name="gather"),
        helper.make_node("MatMul", ["rows", "wide"], ["middle"], name="wide_product"),
        helper.make_node("MatMul", ["middle", "narrow"], ["out"], name="narrow_product"),
    ]
    model = hand_made_model(
        nodes,
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"]),
        helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 1]),
        weights,
    )
    path = tmp_path / "fp32.onnx"
    onnx.save(model, path)
    return path


def run(path, ids):
    import onnxruntime

    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(
        None, {"ids": ids}
    )[0]


def test_rows_keep_their_own_scale():
    table = np.array([[1.0, -127.0], [0.001, 0.0005], [0.0, 0.0]], dtype=np.float32)
    rows, scale = quantised_rows(table)
    assert np.abs(rows * scale - table).max(axis=1) == pytest.approx([0, 0, 0], abs=1e-5)


def test_compressed_tables_give_nearly_the_same_rows(graph):
    ids = np.arange(0, ROWS, 7)
    before = run(graph, ids)
    model = compress_embeddings(onnx.load(graph))
    assert "table" not in {entry.name for entry in model.graph.initializer}
    onnx.save(model, graph)
    assert np.abs(run(graph, ids) - before).max() < 0.02 * np.abs(before).max()


def test_narrow_products_stay_in_fp32(graph):
    assert narrow_products(onnx.load(graph)) == ["narrow_product"]


@pytest.mark.parametrize("how", ["dynamic", "weights"])
def test_both_ways_stay_close_and_shrink_the_file(graph, tmp_path, how):
    ids = np.arange(50)
    target = tmp_path / "int8.onnx"
    quantise(graph, target, how)
    before, after = run(graph, ids), run(target, ids)
    assert np.corrcoef(before[:, 0], after[:, 0])[0, 1] > 0.999
    assert target.stat().st_size < 0.5 * graph.stat().st_size


def test_products_at_the_end_go_by_blocks_when_asked(tmp_path):
    draw = np.random.default_rng(2)
    weights = {name: draw.normal(size=(WIDTH, WIDTH)).astype(np.float32) for name in ("first", "last")}
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["y"], name="first_product"),
        helper.make_node("MatMul", ["y", "last"], ["out"], name="last_product"),
    ]
    model = hand_made_model(
        nodes,
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", WIDTH]),
        helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", WIDTH]),
        weights,
    )
    onnx.save(model, tmp_path / "fp32.onnx")
    for count, expected in ((0, {"MatMulInteger": 2}), (1, {"MatMulInteger": 1, "MatMulNBits": 1})):
        quantise(tmp_path / "fp32.onnx", tmp_path / "int8.onnx", "dynamic", last_by_blocks=count)
        kinds = [node.op_type for node in onnx.load(tmp_path / "int8.onnx").graph.node]
        assert {
            kind: kinds.count(kind) for kind in ("MatMulInteger", "MatMulNBits") if kind in kinds
        } == expected
