"""An identity provider for the services of the campaign: two documents over HTTP, and tokens for everybody."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from shared.clock import Clock, system_clock
from tests.support.ports import free_port
from tests.support.tokens import TokenForge


class ProvidersClock:
    """The clock by which tokens are made; it can be wrong as the services' clocks are."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return what it shows."""
        return system_clock() + self.ahead


@dataclass(frozen=True)
class SignedIn(Mapping[str, str]):
    """The headers of an account that signs in anew for each request, as a client does whose token has expired."""

    sign_in: Callable[[], Mapping[str, str]]

    def __getitem__(self, name: str) -> str:
        """Return a header with a token made now."""
        return self.sign_in()[name]

    def __iter__(self) -> Iterator[str]:
        """Name the one header there is."""
        return iter(("Authorization",))

    def __len__(self) -> int:
        """Count it."""
        return 1


@dataclass(frozen=True)
class CampaignAccounts:
    """Signs in everybody who has a part in a story, at the campaign's provider."""

    forge: TokenForge

    def as_recipient(self, state: str) -> Mapping[str, str]:
        """Sign a State's authority in."""
        return SignedIn(lambda: self.forge.as_recipient(state))

    def as_donor(self, organisation: str) -> Mapping[str, str]:
        """Sign a donor in."""
        return SignedIn(lambda: self.forge.as_donor(organisation))

    def as_coordinator(self) -> Mapping[str, str]:
        """Sign a coordinator of all regions in."""
        return SignedIn(self.forge.as_coordinator)


@contextmanager
def identity_provider(clock: Clock = system_clock) -> Generator[TokenForge]:
    """Serve a provider on loopback for the length of the block; its address is the forge's issuer."""
    port = free_port()
    forge = TokenForge(issuer=f"http://127.0.0.1:{port}", clock=clock)
    documents: dict[str, dict[str, Any]] = {
        "/.well-known/openid-configuration": {"issuer": forge.issuer, "jwks_uri": f"{forge.issuer}/jwks"},
        "/jwks": forge.key_set(),
    }
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(documents))
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def _handler_of(documents: dict[str, dict[str, Any]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(documents.get(self.path, {})).encode()
            self.send_response(200 if self.path in documents else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's own name)
            """Say nothing."""

    return Handler
