"""What can be said of the lock files without asking anybody: every package pinned, hashed, and from the index alone."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

LOCKS: Final = ("requirements.lock", "tests/benchmarks/requirements.lock", "deploy/docker/*.lock")

_PINNED: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([A-Za-z0-9.!+_-]+)")
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)")


def lock_files(root: Path) -> Sequence[Path]:
    """Return every lock file of the repository, one at least for each pattern; raise FileNotFoundError."""
    found = [(pattern, sorted(root.glob(pattern))) for pattern in LOCKS]
    missing = [pattern for pattern, files in found if not files]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return [file for _, files in found for file in files]


def pins_in(text: str) -> set[str]:
    """Return the packages of a lock as `name==version`, whatever platform they are for."""
    return {f"{match[1]}=={match[2]}" for line in _entries(text) if (match := _PINNED.match(line))}


def faults_in(text: str) -> Iterator[str]:
    """Tell what in a lock could bring something else than was looked at: no pin, no hash, an address, an option."""
    for line in _entries(text):
        shown = line.split()[0]
        if line.startswith("-"):
            yield f"{shown}: an option, which says where packages come from or which may come"
        elif "://" in line or " @ " in line:
            yield f"{shown}: an address in place of a version"
        elif not _PINNED.match(line):
            yield f"{shown}: no version"
        elif not _HASH.search(line):
            yield f"{shown}: no hash"


def _entries(text: str) -> Iterator[str]:
    whole = text.replace("\\\n", " ")
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in whole.splitlines())
    return (line for line in lines if line)
