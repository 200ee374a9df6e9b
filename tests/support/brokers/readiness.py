"""Asking a broker the one question that shows it is ready: who are you?"""

import socket
import struct
from contextlib import closing

_METADATA, _VERSION, _NO_TOPICS = 3, 1, 0
_PATIENCE_SECONDS = 1.0


def answers_metadata(bootstrap: str) -> bool:
    """Tell whether a Kafka metadata request is answered with at least one broker.

    A socket that merely accepts is not enough: a node of Apache Kafka does before it has joined its cluster.
    """
    client = b"accord-tests"
    request = struct.pack(">hhih", _METADATA, _VERSION, 1, len(client)) + client + struct.pack(">i", _NO_TOPICS)
    host, port = bootstrap.rsplit(":", 1)
    try:
        with closing(socket.create_connection((host, int(port)), timeout=_PATIENCE_SECONDS)) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            answer = connection.makefile("rb").read(12)
    except OSError:
        return False
    if len(answer) < 12:
        return False
    _size, _correlation, brokers = struct.unpack(">iii", answer)
    return brokers > 0
