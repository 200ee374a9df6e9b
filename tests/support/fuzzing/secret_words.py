"""Words that stand in one record each, and who may read them; in an answer to anybody else they are a leak."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from tests.support.fuzzing.cast import COORDINATORS


@dataclass(frozen=True)
class Secret:
    """A word that occurs nowhere else, where it was put, and whose tokens may read it."""

    word: str
    place: str
    readers: frozenset[str]


@dataclass
class Secrets:
    """The secrets of one service."""

    kept: list[Secret] = field(default_factory=list[Secret])

    def new(self, place: str, *readers: str) -> str:
        """Make a word that these may read, and coordinators."""
        secret = Secret(f"Zq{len(self.kept):03}xSecret", place, COORDINATORS.union(readers))
        self.kept.append(secret)
        return secret.word

    def leaked(self, answer: httpx.Response, reader: str) -> Iterator[str]:
        """Tell what the answer, its headers included, says to somebody whom it is not meant for."""
        told = answer.content + b"".join(name + value for name, value in answer.headers.raw)
        if b"xSecret" not in told:
            return
        for secret in self.kept:
            if reader not in secret.readers and secret.word.encode() in told:
                yield secret.place
