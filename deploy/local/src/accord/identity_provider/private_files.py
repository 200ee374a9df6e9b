"""Files that only their owner may read, replaced as a whole so that an interruption leaves the former text."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write the text with mode 0600, on the disk before the name points to it."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
