"""An identity provider for the services of the campaign: two documents over HTTP, and tokens for everybody."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.support.ports import free_port
from tests.support.tokens import TokenForge


@contextmanager
def identity_provider() -> Generator[TokenForge]:
    """Serve a provider on loopback for the length of the block; its address is the forge's issuer."""
    port = free_port()
    forge = TokenForge(issuer=f"http://127.0.0.1:{port}")
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
