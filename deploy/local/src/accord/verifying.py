"""`accord verify-log`: an exported decision log, checked without asking anybody, and what it is held against."""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from accord.failures import CommandFailed
from shared.decision_log.checkpoint import Checkpoint, read_checkpoint, read_published
from shared.decision_log.verification import BrokenLog, Verified, verify

SECONDS: Final = 60.0


def verify_log(source: str, checkpoints: Sequence[str], token: str | None) -> Verified:
    """Check the log in a file or at an address; CommandFailed names the first broken entry, or what cannot be read."""
    known = [each for given in checkpoints for each in _checkpoints(given, token)]
    try:
        with _opened(source, token) as lines:
            return verify(lines, known)
    except BrokenLog as error:
        raise CommandFailed(f"the log is broken: {error}") from error


def show_verified(console: Console, found: Verified) -> None:
    """Print how much was checked, against what, and what could not be."""

    def say(sentence: str) -> None:
        console.print(sentence, markup=False, highlight=False)

    say(f"verified: {found.head.number} entries of log {found.log_id}")
    say(f"head: {found.head.number}:{found.head.hash}")
    if found.met:
        say(f"checkpoints met: {', '.join(str(each.number) for each in found.met)}")
    else:
        say("no checkpoint was given: a tail that was cut off would not have been noticed")
    if found.links_only:
        say(f"withheld from this reader: {found.links_only} entries, of which only the links were checked")
    if found.texts or found.texts_absent:
        say(f"reasons in words: {found.texts} as they were written, {found.texts_absent} erased or withheld")


@contextmanager
def _opened(source: str, token: str | None) -> Generator[Iterator[bytes | str]]:
    if _is_address(source):
        try:
            with _answer(source, token) as answer:
                yield answer.iter_lines()
        except httpx.HTTPError as error:
            raise CommandFailed(f"{source} could not be read to its end: {error}") from error
        return
    try:
        with Path(source).open("rb") as lines:
            yield (line.rstrip(b"\r\n") for line in lines)
    except OSError as error:
        raise CommandFailed(f"{source} cannot be read: {error.strerror}") from error


@contextmanager
def _answer(address: str, token: str | None) -> Generator[httpx.Response]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with (
        httpx.Client(trust_env=False, timeout=SECONDS) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        if not answer.is_success:
            answer.read()
            raise CommandFailed(f"{address} answered {answer.status_code}: {answer.text[:300]}")
        yield answer


def _checkpoints(given: str, token: str | None) -> Sequence[Checkpoint]:
    """Read NUMBER:HASH, or published checkpoints from a file or an address."""
    try:
        if _is_address(given):
            with _answer(given, token) as answer:
                return [read_published(answer.read())]
        if Path(given).is_file():
            return _published_in(Path(given).read_text(encoding="utf-8"))
        return [read_checkpoint(given)]
    except (ValueError, OSError, httpx.HTTPError) as error:
        raise CommandFailed(f"the checkpoint {given} cannot be read: {error}") from error


def _published_in(text: str) -> Sequence[Checkpoint]:
    """Read one JSON document, or one a line."""
    try:
        whole: Mapping[str, object] | None = json.loads(text)
    except ValueError:
        return [read_published(line) for line in text.splitlines() if line.strip()]
    return [read_published(json.dumps(whole))]


def _is_address(given: str) -> bool:
    return given.startswith(("http://", "https://"))
