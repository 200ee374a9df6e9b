"""What is no signed token at all, or stands where no token may: too large, too deep, cut, encrypted, sent twice."""

import base64
import json
from collections.abc import Iterator
from itertools import chain

from shared.identity.actor import Role
from shared.identity.refusals import Refusal
from tests.support.compact_token import segment
from tests.support.forging.attempt import BEARER, Attempt, Fields, bearing
from tests.support.tokens import TokenForge

AUTHORIZATION = b"authorization"


def out_of_shape(forge: TokenForge) -> Iterator[Attempt]:
    """Yield every kind; where the token inside is good, it is only how it is sent that is wrong."""
    return chain(_large_and_deep(forge), _rewritten(forge), _elsewhere(forge), _under_other_schemes(forge))


def _large_and_deep(forge: TokenForge) -> Iterator[Attempt]:
    yield bearing("8,193 bytes", "x" * 8193, Refusal.TOO_LARGE)
    yield bearing("30,000 bytes", "." * 30_000, Refusal.TOO_LARGE)
    yield bearing("a good token, padded", forge.token(Role.COORDINATOR, padding="x" * 9000), Refusal.TOO_LARGE)
    for name, head in {
        "lists in lists": b"[" * 5000,
        "objects in objects": b'{"a":' * 1000,
        "lists in lists, closed": b"[" * 2500 + b"]" * 2500,
        "a number of 5,000 digits": b'{"alg":' + b"9" * 5000 + b"}",
        "no JSON": b"alg",
        "a list": b"[]",
        "a text": b'"ES256"',
        "bytes that are no text": bytes(range(128, 256)),
    }.items():
        yield bearing(f"a head of {name}", f"{segment(head)}.e30.AAAA", Refusal.MALFORMED)


def _rewritten(forge: TokenForge) -> Iterator[Attempt]:
    """Yield a good token in a form that is none: what is read leniently somewhere is refused here."""
    good = forge.token(Role.COORDINATOR)
    head, payload, signature = good.split(".")
    encrypted = segment(json.dumps({"alg": "RSA-OAEP", "enc": "A256GCM", "kid": forge.key.kid}).encode())
    flattened = {"protected": head, "payload": payload, "signature": signature}
    dots = {"fullwidth": "\uff0e", "ideographic": "\u3002", "a leader": "\u2024", "escaped": "%2e"}
    tokens: dict[str, str] = {
        "nothing but dots": "..",
        "three dots": "...",
        "two parts": f"{head}.{payload}",
        "a fourth part": f"{good}.",
        "a part in front": f".{good}",
        "five parts, as if encrypted": f"{encrypted}.AAAA.AAAA.AAAA.AAAA",
        "three parts with the head of an encrypted one": f"{encrypted}.{payload}.{signature}x=",
        "JSON": json.dumps(flattened),
        "quotes": f'"{good}"',
        "brackets": f"<{good}>",
        "padding": f"{good}==",
        "padding within": f"{head}==.{payload}.{signature}",
        "signs between the signature's": f"{head}.{payload}.{signature[:9]}!{signature[9:]}",
        "signs behind the signature": f"{good}~",
        "the other alphabet": f"{head}.{payload}.{base64.b64encode(bytes([251] * 64)).decode()}",
        "a space in the head": f"{head[:9]} {head[9:]}.{payload}.{signature}",
        "a space before a dot": f"{head} .{payload}.{signature}",
        "a tab in the payload": f"{head}.{payload[:9]}\t{payload[9:]}.{signature}",
        "a line end in the signature": f"{head}.{payload}.{signature[:9]}\r\n {signature[9:]}",
        "a null byte": f"{good}\0",
        "two tokens": f"{good} {good}",
        "two tokens with a comma": f"{good},{good}",
        "the scheme twice": f"Bearer {good}",
        **{f"dots that are {name}": dot.join((head, payload, signature)) for name, dot in dots.items()},
    }
    for name, token in tokens.items():
        yield bearing(name, token, Refusal.MALFORMED)
    yield bearing("bytes that are no text", b"\xff\xfe" + good.encode(), Refusal.MALFORMED)


def _elsewhere(forge: TokenForge) -> Iterator[Attempt]:
    """Yield a good token where none is looked for, so that no address in a log and no foreign page can carry one."""
    good = forge.token(Role.COORDINATOR).encode()
    places: dict[str, Fields] = {
        "no token": (),
        "a cookie": ((b"cookie", b"access_token=" + good + b"; Authorization=Bearer " + good),),
        "the proxy's header": ((b"proxy-authorization", BEARER + good),),
        "headers of proxies": ((b"x-forwarded-authorization", BEARER + good), (b"x-access-token", good)),
        "headers that name somebody": ((b"x-forwarded-user", b"coordinator"), (b"x-remote-user", b"coordinator")),
        "an empty header": ((AUTHORIZATION, b""),),
        "the scheme alone": ((AUTHORIZATION, b"Bearer"),),
        "the scheme and spaces": ((AUTHORIZATION, b"Bearer    "),),
    }
    for name, fields in places.items():
        yield Attempt(name, Refusal.MISSING, fields)
    for name in ("access_token", "token", "authorization", "jwt"):
        yield Attempt(f"the query's {name}", Refusal.MISSING, (), f"{name}={good.decode()}")


def _under_other_schemes(forge: TokenForge) -> Iterator[Attempt]:
    good = forge.token(Role.COORDINATOR).encode()
    bad = forge.token(Role.COORDINATOR, aud="elsewhere").encode()
    basic = b"Basic " + base64.b64encode(b"coordinator:" + good)
    values = {
        "Basic": (basic,),
        "Digest": (b'Digest username="coordinator"',),
        "Negotiate": (b"Negotiate " + good,),
        "DPoP": (b"DPoP " + good,),
        "no scheme": (good,),
        "the scheme and a colon": (b"Bearer: " + good,),
        "the scheme and a tab": (b"Bearer\t" + good,),
        "a good header twice": (BEARER + good, BEARER + good),
        "a bad header and a good one": (BEARER + bad, BEARER + good),
        "a good header and a bad one": (BEARER + good, BEARER + bad),
        "Basic and a good header": (basic, BEARER + good),
        "an empty header and a good one": (b"", BEARER + good),
    }
    for name, sent in values.items():
        yield Attempt(name, Refusal.MALFORMED, tuple((AUTHORIZATION, value) for value in sent))
