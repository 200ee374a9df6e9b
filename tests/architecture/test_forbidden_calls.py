"""What linters cannot know: which few modules may read the clock, speak to Kafka, print, sleep or skip."""

import ast
from collections.abc import Callable, Iterable

import pytest

from tests.support.source_tree import SOURCES, Module, dotted, modules_in

CLOCKS = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime")),
}
SLEEPS = {"time.sleep", "asyncio.sleep", "anyio.sleep"}
SKIPS = {
    *(f"pytest.{name}" for name in ("skip", "xfail", "importorskip")),
    *(f"pytest.mark.{name}" for name in ("skip", "skipif", "xfail")),
    *(f"unittest.{name}" for name in ("skip", "skipIf", "skipUnless", "expectedFailure")),
}
LOSES_CANCELLATIONS = {"asyncio.wait_for"}
"""Before Python 3.12 one that comes together with what is waited for; `asyncio.timeout` loses none."""
TRANSACTIONS = {"session", "connection", "transaction", "uow"}
"""What may be committed without saying how far: a database transaction, and nothing on the bus."""

Rule = Callable[[Module], Iterable[ast.expr]]


def naming(forbidden: set[str]) -> Rule:
    """Return the rule that finds where one of these is used or handed on, under whatever name it was imported."""
    return lambda module: (node for node, name in module.mentions if name in forbidden)


def sleeping(module: Module) -> Iterable[ast.expr]:
    """Find sleeps but `asyncio.sleep(0)`, which is no wait but a turn for the others."""
    found = list(naming(SLEEPS)(module))
    calls = (node for node in ast.walk(module.tree) if found and isinstance(node, ast.Call))
    turns = {id(call.func) for call in calls if [ast.unparse(argument) for argument in call.args] == ["0"]}
    return (node for node in found if id(node) not in turns)


def committing_blindly(module: Module) -> Iterable[ast.expr]:
    """Find `commit()` without offsets: on a consumer it commits all that was returned, applied or not."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            receiver = dotted(node.func.value).split(".")[-1].lstrip("_")
            if not node.args and not node.keywords and receiver not in TRANSACTIONS:
                yield node


def places(rule: Rule, modules: Iterable[Module], *allowed: str) -> list[str]:
    """Return where the rule finds something, but in the modules where that is allowed."""
    looked_at = [module for module in modules if module.path not in allowed]
    return [f"{module.path}:{node.lineno}" for module in looked_at for node in rule(module)]


def test_only_the_clock_reads_the_time() -> None:
    assert places(naming(CLOCKS), modules_in(*SOURCES), "shared/src/shared/clock.py") == []


def test_no_consumer_commits_without_saying_how_far() -> None:
    assert places(committing_blindly, modules_in(*SOURCES)) == []


def test_only_one_module_imports_the_kafka_client() -> None:
    assert [each.path for each in modules_in(*SOURCES) if "aiokafka" in each.imports()] == [
        "shared/src/shared/kafka.py"
    ]


def test_only_the_command_on_the_users_machine_prints() -> None:
    elsewhere = [folder for folder in SOURCES if folder != "deploy/local/src"]
    assert places(naming({"print"}), modules_in(*elsewhere)) == []


def test_nothing_but_the_launcher_waits_by_the_length_of_time() -> None:
    assert places(sleeping, modules_in(*SOURCES), "deploy/local/src/accord/readiness.py") == []


def test_no_wait_loses_a_cancellation() -> None:
    assert places(naming(LOSES_CANCELLATIONS), modules_in(*SOURCES)) == []


def test_tests_wait_on_conditions_and_only_in_one_module() -> None:
    length_of_faults = "tests/support/campaign/lasting.py"
    assert places(sleeping, modules_in("tests"), "tests/support/waiting.py", length_of_faults) == []


def test_no_test_is_skipped_but_by_naming_what_is_missing() -> None:
    assert places(naming(SKIPS), modules_in("tests"), "tests/support/not_run.py") == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (naming(CLOCKS), "from datetime import datetime\nx = datetime.now()"),
        (naming(CLOCKS), "from datetime import datetime as dt\nx = dt.utcnow()"),
        (naming(CLOCKS), "import datetime\nx = datetime.date.today()"),
        (naming(CLOCKS), "from time import time\nfactory = time"),
        (sleeping, "import asyncio\nawait asyncio.sleep(0.1)"),
        (sleeping, "from time import sleep as rest\nrest(1)"),
        (naming(SKIPS), "import pytest\n@pytest.mark.skipif(True, reason='')\ndef f(): ..."),
        (naming(SKIPS), "from pytest import skip\nskip('')"),
        (naming({"print"}), "print(1)"),
        (committing_blindly, "await consumer.commit()"),
        (committing_blindly, "await self._subscription.commit()"),
    ],
)
def test_what_is_forbidden_is_found(rule: Rule, text: str) -> None:
    assert list(rule(Module("a.py", text)))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (naming(CLOCKS), "import time\nx = time.monotonic()"),
        (naming(CLOCKS), "now = clock.now()"),
        (sleeping, "import asyncio\nawait asyncio.sleep(0)"),
        (committing_blindly, "await self.session.commit()"),
        (committing_blindly, "await consumer.commit({partition: 7})"),
    ],
)
def test_what_is_allowed_is_not(rule: Rule, text: str) -> None:
    assert not list(rule(Module("a.py", text)))
