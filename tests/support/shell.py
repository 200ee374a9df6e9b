"""Blocks of a page given to a shell as they stand, in a folder of their own; only addresses are the test's."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.source_tree import ROOT

_PORT = re.compile(r"127\.0\.0\.1:87(\d\d)\b")


def follow(text: str, folder: Path, *, port_base: int, environment: Mapping[str, str], within: float = 240.0) -> str:
    """Run commands that must all succeed, and return what they printed; `accord` is the checkout's."""
    path = f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"
    ended = subprocess.run(  # noqa: S603 (commands of our own page)
        ["/bin/bash", "-euo", "pipefail", "-c", _PORT.sub(lambda at: f"127.0.0.1:{port_base + int(at[1])}", text)],
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "200", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=within,
        check=False,
    )
    assert ended.returncode == 0, (text, ended.stdout, ended.stderr)
    return ended.stdout
