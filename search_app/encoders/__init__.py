"""Text to vectors, by ONNX bundles."""
