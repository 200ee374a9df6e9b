"""What passes between the two processes: frames of a length (four bytes, big-endian) and that many bytes of JSON."""

import asyncio
import json
from collections.abc import Mapping
from struct import Struct
from typing import Any, BinaryIO, Final

LENGTH: Final = Struct(">I")

Message = Mapping[str, Any]
"""One message; `kind` says what it is."""


def framed(message: Message) -> bytes:
    """Return the message as one frame."""
    content = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    return LENGTH.pack(len(content)) + content


async def next_message(stream: asyncio.StreamReader) -> Message | None:
    """Return the next message, None where the stream ends, whole or in the middle of one."""
    try:
        [length] = LENGTH.unpack(await stream.readexactly(LENGTH.size))
        return json.loads(await stream.readexactly(length))
    except asyncio.IncompleteReadError:
        return None


def read_message(stream: BinaryIO) -> Message:
    """Return the next message of a blocking stream; EOFError where there is none, or only the beginning of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    [length] = LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return json.loads(content)
