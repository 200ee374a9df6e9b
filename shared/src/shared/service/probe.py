"""`python -m shared.service.probe`: the health check of a container, whose image has no curl.

Ends with 0 when the process beside it answers 200 on `/readyz` (or on the path given) at `ACCORD_PORT`, else with 1
and one line on standard error. It imports nothing but the standard library, for it runs every few seconds.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from typing import Final

_TIMEOUT_SECONDS: Final = 4.0
_OK: Final = 200


def probe(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Ask the process once, past any proxy, and return the exit code."""
    path = arguments[0] if arguments else "/readyz"
    port = int(environment.get("ACCORD_PORT", "8000"))
    connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = f"{answer.status} {answer.read().decode(errors='replace')}"
    except (OSError, HTTPException) as error:
        return _unhealthy(path, repr(error))
    finally:
        connection.close()
    return 0 if answer.status == _OK else _unhealthy(path, said)


def _unhealthy(path: str, said: str) -> int:
    sys.stderr.write(f"{path}: {said}\n")
    return 1


if __name__ == "__main__":
    sys.exit(probe(sys.argv[1:], os.environ))
