"""Tokens taken back before their time, kept in a file so that a restart does not bring them back to life."""

import json
from pathlib import Path
from typing import Final

from accord.identity_provider.private_files import write_private
from shared.clock import Clock
from shared.identity.tokens import CLOCK_SKEW_SECONDS

FILE_NAME: Final = "revoked-tokens.json"


class UnreadableRevocations(Exception):
    """The file is damaged; the message says which, and what to do."""


class Revocations:
    """The ids (`jti`) of the tokens taken back, each until services refuse it for its age alone."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._path = directory / FILE_NAME
        self._clock = clock
        self._ends = _read(self._path)

    def add(self, token_id: str, *, ends: float) -> None:
        """Take back the token with this id, which would have ended at `ends` (seconds since 1970)."""
        past = self._clock().timestamp() - CLOCK_SKEW_SECONDS
        self._ends = {known: end for known, end in self._ends.items() if end > past} | {token_id: ends}
        write_private(self._path, json.dumps(self._ends))

    def __contains__(self, token_id: object) -> bool:
        """Whether the token with this id was taken back."""
        return token_id in self._ends


def _read(path: Path) -> dict[str, float]:
    if not path.exists():
        return {}
    try:
        return {str(token_id): float(end) for token_id, end in json.loads(path.read_text()).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise UnreadableRevocations(f"{path} is damaged; delete it, and the signing keys beside it.") from error
