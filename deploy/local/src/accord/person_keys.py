"""The embedded stack's key for persons: made once, readable by its owner only, and kept with the data."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def kept_person_key(path: Path) -> Path:
    """Make the key unless there is one, and return where it stands; a half-written one never stands there."""
    if path.exists():
        path.chmod(0o600)
        return path
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return draft.replace(path)
