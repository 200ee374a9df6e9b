"""The commands by which docs/kafka-security.md gives rights, read as they stand there and carried out on a broker."""

import argparse
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

PAGE = Path(__file__).parents[3] / "docs" / "kafka-security.md"

# The numbers of Kafka's protocol.
_RESOURCES = {"topic": 2, "group": 3}
_PATTERNS = {"literal": 3, "prefixed": 4}
_OPERATIONS = {"Read": 3, "Write": 4, "Create": 5, "Describe": 8}
_ALLOW = 3


@dataclass(frozen=True)
class Rule:
    """One right: an account may do something with a topic or a group, or with all whose names begin so."""

    account: str
    operation: str
    kind: str
    name: str
    pattern: str

    def covers(self, kind: str, name: str) -> bool:
        """Whether it speaks of this topic or group."""
        fits = name.startswith(self.name) if self.pattern == "prefixed" else name == self.name
        return kind == self.kind and fits


def documented_rules() -> list[Rule]:
    """Return every rule of the page."""
    commands = re.findall(r"^acl (--.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [rule for command in commands for rule in _rules_of(command)]


async def give(bootstrap: str, rules: list[Rule]) -> None:
    """Give these rights at a broker that lets us."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        for rule in rules:
            numbers = _RESOURCES[rule.kind], rule.name, _PATTERNS[rule.pattern]
            principal = f"User:{rule.account}"
            request = CreateAclsRequest(*numbers, principal, "*", _OPERATIONS[rule.operation], _ALLOW)
            answer: Any = await admin._send_request(request)
            assert [code for code, *_ in answer.creation_responses] == [0], f"{rule}: {answer}"
    finally:
        await admin.close()


def _rules_of(command: str) -> Iterator[Rule]:
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--allow-principal", required=True)
    for option in ("operation", "topic", "group"):
        parser.add_argument(f"--{option}", action="append", default=[])
    parser.add_argument("--resource-pattern-type", default="literal")
    given = parser.parse_args(shlex.split(command))
    account = given.allow_principal.removeprefix("User:")
    for operation in given.operation:
        for kind in ("topic", "group"):
            for name in getattr(given, kind):
                yield Rule(account, operation, kind, name, given.resource_pattern_type)
