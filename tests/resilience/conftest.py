"""One stack without records for all tests that hurt it; they run one after the other, in one worker."""

from collections.abc import Iterator

import pytest

from tests.support.accord_command import AccordCommand
from tests.support.embedded_stack import EmbeddedStack


@pytest.fixture(scope="package")
def stack() -> Iterator[EmbeddedStack]:
    """A stack without records."""
    command = AccordCommand()
    try:
        stack = EmbeddedStack(command)
        stack.must_run("--no-sample")
        yield stack
    finally:
        command.close()
