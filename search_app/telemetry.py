"""What other packages would report to their makers, switched off before they are loaded.

ONNX Runtime keeps a device id and events under the home directory and looks up the address of a collector
within a minute; Ray and the Hugging Face packages send usage; gRPC writes log lines of its own to standard
error. They read these variables once, when they are loaded.
"""

import os

OFF = {
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GRPC_VERBOSITY": "NONE",
}


def switch_off() -> None:
    """Set the variables in this process, which hands them to those it starts; a value that is set stays."""
    for name, value in OFF.items():
        os.environ.setdefault(name, value)
