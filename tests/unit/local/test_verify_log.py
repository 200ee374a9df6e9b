"""`accord verify-log` on files: what it says, and with which exit code."""

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from accord.command_line import app
from shared.decision_log.entry import Entry
from tests.support.logged_decisions import LOG_ID, as_lines, log_of


def written(folder: Path, entries: list[Entry], name: str = "log.jsonl") -> str:
    path = folder / name
    path.write_bytes(b"".join(as_lines(entries)))
    return str(path)


def said(*arguments: str) -> tuple[int, str]:
    """Run the command and return its exit code and all that it said, on one line."""
    result = CliRunner().invoke(app, ["verify-log", *arguments], env={"COLUMNS": "300"})
    return result.exit_code, " ".join(result.output.split())


def test_a_log_in_order_is_told_with_its_head(tmp_path: Path) -> None:
    entries = log_of(5)
    code, text = said(written(tmp_path, entries), "--checkpoint", f"3:{entries[2].hash}")
    assert code == 0
    assert f"verified: 5 entries of log {LOG_ID}" in text
    assert f"head: 5:{entries[4].hash}" in text
    assert "checkpoints met: 3" in text
    assert "reasons in words: 4 as they were written, 0 erased or withheld" in text


def test_without_a_checkpoint_it_says_what_it_cannot_know(tmp_path: Path) -> None:
    code, text = said(written(tmp_path, log_of(5)[:3]))
    assert (code, "would not have been noticed" in text) == (0, True)


def test_the_first_broken_entry_is_named_with_exit_code_1(tmp_path: Path) -> None:
    entries = log_of(5)
    entries[2] = replace(entries[2], content={**(entries[2].content or {}), "match_id": "other"})
    code, text = said(written(tmp_path, entries))
    assert code == 1
    assert "the log is broken: entry 3: its content is not the one that was hashed" in text


def test_a_cut_tail_is_refused_by_a_published_checkpoint(tmp_path: Path) -> None:
    entries = log_of(9)
    published = [{"log_id": str(LOG_ID), "version": n, "hash": entries[n - 1].hash, "at": "-"} for n in (4, 9)]
    lines, document = tmp_path / "topic.jsonl", tmp_path / "last.json"
    lines.write_text("\n".join(map(json.dumps, published)) + "\n")
    document.write_text(json.dumps(published[1], indent=2))
    for checkpoints in (lines, document):
        assert said(written(tmp_path, entries), "--checkpoint", str(checkpoints))[0] == 0
        code, text = said(written(tmp_path, entries[:6]), "--checkpoint", str(checkpoints))
        assert code == 1
        assert "entry 7: it is missing: the log is cut, and a checkpoint names entry 9" in text


def test_what_an_observer_may_not_read_is_counted(tmp_path: Path) -> None:
    entries = log_of(4)
    entries[1], entries[2] = entries[1].withheld(), entries[2].withheld()
    code, text = said(written(tmp_path, entries))
    assert (code, "withheld from this reader: 2 entries" in text) == (0, True)


@pytest.mark.parametrize(
    "arguments", [("no-such-file",), (".",), ("{log}", "--checkpoint", "7"), ("http://127.0.0.1:1/",)]
)
def test_what_cannot_be_read_is_said_politely(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    log = written(tmp_path, log_of(2))
    code, text = said(*(each.format(log=log) for each in arguments))
    assert code == 1
    assert text.startswith("accord: ")


class Exporting(BaseHTTPRequestHandler):
    """A service that exports a log to whoever shows the token `t`, and forgets the end of what it announced."""

    log: bytes = b""
    announced: int = 0

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Authorization"] == "Bearer t" else 401)
        self.send_header("Content-Length", str(self.announced))
        self.end_headers()
        self.wfile.write(self.log)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


def asked(body: bytes, announced: int, *arguments: str) -> tuple[int, str]:
    """Verify the log at an address that answers this."""
    handler = type("Answering", (Exporting,), {"log": body, "announced": announced})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.handle_request, daemon=True).start()
        return said(f"http://127.0.0.1:{server.server_port}/v1/decisions/export", *arguments)


def test_a_log_is_read_from_an_address_with_a_token() -> None:
    body = b"".join(as_lines(log_of(4)))
    assert asked(body, len(body), "--token", "t")[0] == 0
    assert "answered 401" in asked(body, len(body))[1]


def test_an_answer_that_breaks_off_between_two_lines_is_not_taken_for_the_whole() -> None:
    body = b"".join(as_lines(log_of(4)))
    code, text = asked(body, len(body) + 100, "--token", "t")
    assert (code, "could not be read to its end" in text) == (1, True)
