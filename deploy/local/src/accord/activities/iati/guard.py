"""What a file must pass before it is parsed, and the bounds within which it is read.

A document type declaration is the only way into entity expansion, external entities and the network, and stands
before the root if anywhere: a file that has one is refused unparsed. IATI files need none.
"""

import re
from typing import BinaryIO, Final

from accord.failures import CommandFailed

MOST_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is read; publishers are asked to keep theirs below a tenth of it."""

MOST_OF_ONE: Final = 16 * 1024 * 1024
"""The most that may be read within one activity, which is held in memory as a whole."""

PROLOG_BYTES: Final = 64 * 1024
"""The root must begin within so many bytes."""

PLAIN_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
"""Encodings in which markup looks the same in bytes, so that nothing can hide from the check."""

_BEFORE_ROOT: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DECLARED: Final = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
_ROOT: Final = re.compile(rb"<[A-Za-z_]")


def check_prolog(head: bytes) -> None:
    """Raise CommandFailed unless a root element begins here, in a plain encoding and without a declaration before."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(text)
    encoding = declared.group(1).decode("latin-1").lower() if declared else "utf-8"
    if b"\0" in text or encoding not in PLAIN_ENCODINGS:
        raise CommandFailed(f"the file is not in UTF-8 as IATI files are: {encoding}")
    before = _BEFORE_ROOT.match(text)
    root = text[before.end() if before else 0 :]
    if root[:9].upper() == b"<!DOCTYPE":
        raise CommandFailed("the file has a document type declaration, which IATI files do not need and Accord refuses")
    if not _ROOT.match(root):
        raise CommandFailed(f"the file does not begin as XML within its first {PROLOG_BYTES} bytes")


class BoundedStream:
    """A stream that gives no more than its bounds; `one_done` starts the count of the next activity."""

    def __init__(self, stream: BinaryIO, *, most: int = MOST_BYTES, most_of_one: int = MOST_OF_ONE) -> None:
        self._stream = stream
        self._most = most
        self._most_of_one = most_of_one
        self._read = 0
        self._of_one = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; CommandFailed beyond a bound."""
        chunk = self._stream.read(size)
        self._read += len(chunk)
        self._of_one += len(chunk)
        if self._read > self._most:
            raise CommandFailed(f"the file is larger than {self._most} bytes: split it")
        if self._of_one > self._most_of_one:
            raise CommandFailed(f"one activity is larger than {self._most_of_one} bytes")
        return chunk

    def one_done(self) -> None:
        """Begin to count anew."""
        self._of_one = 0
