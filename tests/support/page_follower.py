"""Somebody who does on an embedded stack what docs/operations.md says, block after block."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.support.embedded_stack import EmbeddedStack
from tests.support.operations_page import block
from tests.support.shell import follow

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class PageFollower:
    """Gives the page's commands to a shell, in a folder as the page supposes it: the stack's state is in `.accord`."""

    def __init__(self, stack: EmbeddedStack, folder: Path) -> None:
        self.stack = stack
        self.folder = folder
        (folder / ".accord").symlink_to(stack.command.data)

    def say(self, name: str, instead: Mapping[str, str] = NOTHING) -> str:
        """Run a block of the page, with other words in place of its examples, and return what it printed."""
        text = block(name).text
        for example, put in instead.items():
            text = text.replace(example, put)
        return self.ask(text)

    def ask(self, text: str) -> str:
        """Run commands that the page does not have, and return what they printed."""
        base = self.stack.ports.base
        return follow(text, self.folder, port_base=base, environment={"ACCORD_PORT_BASE": str(base)})
