"""One stack with the sample for all tests of the command line; they run one after the other, in one worker."""

from collections.abc import Iterator

import pytest

from tests.support.accord_command import AccordCommand
from tests.support.embedded_stack import EmbeddedStack, Json


@pytest.fixture(scope="package")
def started() -> Iterator[EmbeddedStack]:
    """A stack with the sample, started by `accord up --detach --sample` in an empty directory."""
    command = AccordCommand()
    try:
        stack = EmbeddedStack(command)
        stack.must_run("--sample")
        yield stack
    finally:
        command.close()


@pytest.fixture(scope="package")
def status_at_first(started: EmbeddedStack) -> Json:
    """What the status was when `accord up` had returned."""
    return started.status()


@pytest.fixture
def stack(started: EmbeddedStack, status_at_first: Json) -> EmbeddedStack:
    """The stack, which runs, even when the test before stopped it."""
    assert status_at_first["running"]
    started.must_run("--no-sample")
    return started
