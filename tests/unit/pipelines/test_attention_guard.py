import numpy as np
import onnx
import pytest
from fixtures.hand_made_graph import hand_made_model
from onnx import TensorProto, helper

from pipelines.export.attention_guard import drop_attention_guards


def guarded(of: str) -> onnx.ModelProto:
    """scores -> `of` -> 0 where it is NaN -> times a matrix."""
    nodes = [
        helper.make_node(of, ["scores"], ["p"], name="p"),
        helper.make_node("IsNaN", ["p"], ["lost"], name="asked"),
        helper.make_node("Where", ["lost", "nothing", "p"], ["kept"], name="guard"),
        helper.make_node("MatMul", ["kept", "values"], ["out"], name="product"),
    ]
    return hand_made_model(
        nodes,
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 4]),
        helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 3]),
        {"nothing": np.zeros((), dtype=np.float32), "values": np.arange(12.0).reshape(4, 3)},
    )


def run(model, scores):
    import onnxruntime

    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"scores": scores})[0]


def test_a_guarded_softmax_is_read_itself_and_gives_the_same_bits():
    scores = np.array([[0.3, -np.inf, 2.0, 1.0], [-np.inf, -np.inf, -np.inf, 5.0]], dtype=np.float32)
    model = guarded("Softmax")
    before = run(model, scores)
    assert drop_attention_guards(model) == 1
    onnx.checker.check_model(model)
    assert [node.op_type for node in model.graph.node] == ["Softmax", "MatMul"]
    assert np.array_equal(run(model, scores), before)


@pytest.mark.parametrize("of", ["Sqrt", "Log"])
def test_what_guards_something_else_stays(of):
    model = guarded(of)
    assert drop_attention_guards(model) == 0
    assert np.isfinite(run(model, np.full((1, 4), -1.0, dtype=np.float32))).all()
