"""Starting the provider as a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import uvicorn

from accord.identity_provider.app import create_app
from accord.identity_provider.loopback import NotLoopback, require_loopback
from accord.identity_provider.revocations import UnreadableRevocations
from accord.identity_provider.signing_keys import UnreadableKeys

REFUSED: Final = 2
"""Exit code for a start that was not attempted: wrong arguments, damaged files, an address others could reach."""


def main(arguments: Sequence[str]) -> int:
    """Serve demo tokens until stopped, on a loopback address; any other is refused with exit code 2."""
    options = _parser().parse_args(arguments)
    try:
        issuer = f"http://{require_loopback(options.host)}:{options.port}"
        app = create_app(issuer, data_dir=options.data_dir)
    except (NotLoopback, UnreadableKeys, UnreadableRevocations) as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning", access_log=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m accord.identity_provider", description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 2**16:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port
