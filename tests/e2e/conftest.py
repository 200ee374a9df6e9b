"""One stack with the sample for all tests of the command line; they run one after the other, in one worker."""

from collections.abc import Iterator

import pytest

from tests.support.accord_command import AccordCommand
from tests.support.embedded_stack import EmbeddedStack, Json
from tests.support.page_follower import PageFollower


@pytest.fixture(scope="package")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageFollower]:
    """Whoever follows docs/operations.md, with a stack that does not run yet."""
    command = AccordCommand()
    try:
        yield PageFollower(EmbeddedStack(command), tmp_path_factory.mktemp("operator"))
    finally:
        command.close()


@pytest.fixture(scope="package")
def said_at_start(page: PageFollower) -> str:
    """What the page's first block printed, which starts a stack with the sample in an empty directory."""
    return page.say("start")


@pytest.fixture(scope="package")
def status_at_first(page: PageFollower, said_at_start: str) -> Json:
    """What the status was when `accord up` had returned."""
    assert said_at_start
    return page.stack.status()


@pytest.fixture
def stack(page: PageFollower, status_at_first: Json) -> EmbeddedStack:
    """The stack, which runs, even when the test before stopped it."""
    assert status_at_first["running"]
    page.stack.must_run("--no-sample")
    return page.stack
