"""Waiting until parts answer, with a deadline and a reason when one does not."""

import socket
import time
from collections.abc import Callable

import httpx

from accord import loopback
from accord.layout import HOST


class NotReady(Exception):
    """A part did not answer in time; the message names it and its log."""


def wait_for(what: str, answers: Callable[[], bool], *, within: float, alive: Callable[[], bool]) -> None:
    """Return when `answers` does; raise NotReady when the time is over or the part has ended."""
    deadline = time.monotonic() + within
    while not answers():
        if not alive():
            raise NotReady(f"{what} ended before it was ready; see `accord logs {what}`")
        if time.monotonic() > deadline:
            raise NotReady(f"{what} was not ready within {within:.0f} s; see `accord logs {what}`")
        time.sleep(0.05)


def http_answers(url: str) -> bool:
    """Whether a GET of the address is answered with success."""
    try:
        with loopback.client(timeout=2.0) as client:
            return client.get(url).is_success
    except httpx.HTTPError:
        return False


def port_answers(port: int) -> bool:
    """Whether something listens on the port of the loopback interface."""
    try:
        with socket.create_connection((HOST, port), timeout=1.0):
            return True
    except OSError:
        return False


def port_is_free(port: int) -> bool:
    """Whether the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
