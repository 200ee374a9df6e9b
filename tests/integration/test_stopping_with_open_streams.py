"""A service that is asked to stop ends the event streams that are open, however long their readers would stay."""

import sys

from tests.support.processes import run


def test_an_open_stream_does_not_keep_a_service_from_stopping() -> None:
    assert run([sys.executable, "-m", "tests.support.endless_stream_server"], within=30).endswith("ended")
