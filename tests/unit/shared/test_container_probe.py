from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared.service.probe import probe
from tests.support.ports import free_port


class HealthyButUnready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/livez" else 503)
        self.end_headers()
        self.wfile.write(b"the database does not answer")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        del format, args


@contextmanager
def listening() -> Generator[dict[str, str]]:
    """Serve on a port of its own, and say which one as a container's environment does."""
    server = HTTPServer(("127.0.0.1", 0), HealthyButUnready)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield {"ACCORD_PORT": str(server.server_port)}
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_process_that_answers_200_is_healthy() -> None:
    with listening() as environment:
        assert probe(["/livez"], environment) == 0


def test_a_process_that_is_not_ready_is_unhealthy_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    with listening() as environment:
        assert probe([], environment) == 1
    assert capsys.readouterr().err == "/readyz: 503 the database does not answer\n"


def test_a_process_that_is_away_is_unhealthy(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe([], {"ACCORD_PORT": str(free_port())}) == 1
    assert "ConnectionRefusedError" in capsys.readouterr().err
