"""Query and passage read together, by ONNX bundles."""
