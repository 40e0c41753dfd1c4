import subprocess
import sys

import pytest

from pipelines.ingest.kept_signal_handlers import kept_signal_handlers

PROGRAM = """
import faulthandler, os, signal, sys
from pipelines.ingest.kept_signal_handlers import kept_signal_handlers
if sys.argv[1] == "kept":
    with kept_signal_handlers():
        faulthandler.enable()
else:
    faulthandler.enable()
os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="signal handlers are kept on Linux only")
@pytest.mark.parametrize(("mode", "reported"), [("kept", False), ("replaced", True)])
def test_what_a_library_installs_in_the_block_is_gone_after_it(mode, reported):
    done = subprocess.run([sys.executable, "-c", PROGRAM, mode], capture_output=True, text=True, check=False)
    assert done.returncode == -11
    assert ("Segmentation fault" in done.stderr) is reported


def test_the_handlers_come_back_after_an_error_too():
    with pytest.raises(ValueError, match="inside"), kept_signal_handlers():
        raise ValueError("inside")


RAY_PROGRAM = """
import os, signal
from pipelines.ingest.kept_signal_handlers import kept_signal_handlers
import ray
import faulthandler
faulthandler.enable()
with kept_signal_handlers():
    ray.init(num_cpus=1, object_store_memory=2**27, include_dashboard=False, log_to_driver=False)
with kept_signal_handlers():
    ray.shutdown()
os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="signal handlers are kept on Linux only")
def test_a_ray_that_came_and_went_leaves_the_handler_that_was_there_first():
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'search-app[ray]'")
    done = subprocess.run(
        [sys.executable, "-c", RAY_PROGRAM], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == -11
    assert "Fatal Python error: Segmentation fault" in done.stderr
