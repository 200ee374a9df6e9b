"""JSON Web Tokens put together by hand, so that tests can make those a library refuses to make."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from joserfc.jwk import Key
from joserfc.jws import JWSRegistry


def segment(content: bytes) -> str:
    """Return bytes as one base64url segment."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(header: Mapping[str, Any], payload: Mapping[str, Any] | bytes) -> str:
    """Return head and payload joined by a dot: what a signature is made over."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return f"{segment(json.dumps(header).encode())}.{segment(body)}"


def signed(header: Mapping[str, Any], payload: Mapping[str, Any] | bytes, key: Key) -> str:
    """Return a token signed with the algorithm that its header names."""
    message = unsigned(header, payload)
    signature = JWSRegistry.algorithms[header["alg"]].sign(message.encode(), key)
    return f"{message}.{segment(signature)}"
