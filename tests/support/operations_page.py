"""The blocks of commands in docs/operations.md: what each is for, which are run, and why the others are not."""

import re
from dataclasses import dataclass
from typing import Final

from tests.support.source_tree import ROOT

PAGE: Final = ROOT / "docs" / "operations.md"

EMBEDDED: Final = (
    "start",
    "standstill",
    "replay",
    "decisions",
    "backup",
    "restore",
    "upgrade-before",
    "upgrade-after",
    "stop",
)
"""Run against an embedded stack, in this order (tests/e2e/test_operations_page.py)."""

COMPOSE: Final = ("up", "sample", "token", "rebuild-compose", "backup-compose", "scale-out", "down")
"""Run where a Docker engine answers and Accord's images are there (tests/integration/test_operations_on_compose.py)."""

NOT_RUN: Final = {
    "upgrade-install": "it would change the checkout and the environment that run the test",
    "look-compose": "it follows a log without end; its words are checked, and republish runs embedded",
    "standstill-compose": "its numbers are examples; its words are checked, and the same commands run embedded",
    "decisions-compose": "it needs the token of a person; the same commands run embedded",
    "owner": "it is for volumes made before there were owners (tests/integration/test_database_roles.py has the roles)",
}
"""Why a block is run on neither stack."""

_MARK = re.compile(r"<!-- run: (?P<stack>embedded|compose) (?P<name>[a-z-]+) -->")


@dataclass(frozen=True)
class Block:
    """Commands that stand together, as written; stack and name are empty where no mark stands before them."""

    stack: str
    name: str
    text: str


def blocks_of(page: str) -> list[Block]:
    """Return every indented or fenced block of a page, with the mark that stands before it."""
    found, lines, mark = list[Block](), list[str](), ("", "")
    fenced = False
    for line in [*page.splitlines(), "end"]:
        fence = line.startswith("```")
        if fenced or line.startswith("    "):
            fenced = fenced and not fence
            lines += [] if fence else [line.removeprefix("    ")]
        else:
            if lines:
                found.append(Block(*mark, "\n".join(lines) + "\n"))
                lines, mark = [], ("", "")
            fenced = fence
            mark = _mark_after(line, mark)
    return found


def block(name: str) -> Block:
    """Return the block of the page that has this name."""
    [found] = [each for each in blocks_of(PAGE.read_text(encoding="utf-8")) if each.name == name]
    return found


def _mark_after(line: str, mark: tuple[str, str]) -> tuple[str, str]:
    """Return the mark that holds after a line outside blocks: a mark holds over empty lines alone."""
    read = _MARK.fullmatch(line)
    if read is not None:
        return read["stack"], read["name"]
    return ("", "") if line.strip() else mark
