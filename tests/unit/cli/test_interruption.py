import signal

import pytest

from pipelines.cli.interruption import Interruptible
from pipelines.ingest.progress import Counts, SilentProgress


class SwallowsOnDelete:
    """Python prints and forgets what a destructor raises."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "step", [lambda p: p.phase("publish"), lambda p: p.advanced(Counts(), 0.5)], ids=["phase", "advanced"]
)
def test_an_interrupt_lost_in_a_destructor_is_raised_at_the_next_step(step):
    with Interruptible(SilentProgress()) as progress:
        step(progress)
        SwallowsOnDelete()
        with pytest.raises(KeyboardInterrupt):
            step(progress)


def test_an_interrupt_is_raised_at_once_and_the_handler_goes_back():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interruptible(SilentProgress()):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
