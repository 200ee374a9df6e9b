"""A stack that `up` started, as the other commands find it: its addresses and its tokens."""

from dataclasses import dataclass
from pathlib import Path

from accord.failures import CommandFailed
from accord.layout import DataDirectory, Ports
from accord.stack_state import StackState
from accord.tokens import LocalTokens


@dataclass(frozen=True)
class RunningStack:
    """The stack of a data directory."""

    data: DataDirectory
    state: StackState

    @classmethod
    def find(cls, data_dir: Path) -> "RunningStack":
        """Return the stack that runs on the directory; CommandFailed where none does."""
        data = DataDirectory(data_dir)
        state = StackState.load(data.state_file)
        if state is None or not state.is_running():
            raise CommandFailed(f"no stack is running on {data_dir}; start one with `accord up`")
        return cls(data, state)

    @property
    def ports(self) -> Ports:
        """Where its parts listen."""
        return Ports(self.state.port_base)

    @property
    def tokens(self) -> LocalTokens:
        """Its identity provider."""
        return LocalTokens(self.ports.url("identity"))
