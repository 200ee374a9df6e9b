"""Versions as entity tags (RFC 9110, section 8.8.3): a reader learns the version, a writer must name it."""

import re
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Response
from pydantic.json_schema import SkipJsonSchema

from shared.errors import VersionRequired
from shared.http.refusals import malformed_parameter

_STRONG: Final = re.compile(r'"(0|[1-9][0-9]{0,9})"')
_OPAQUE: Final = re.compile(r'(?:W/)?"([^"]*)"')
_LARGEST: Final = 2**31 - 1


class NotModified(Exception):
    """The caller already has this version; the route ends here and the answer has no body."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def etag_of(version: int) -> str:
    """Return the strong tag of a version: the number in quotes."""
    return f'"{version}"'


async def if_match(
    if_match: Annotated[
        str | SkipJsonSchema[None],
        Header(alias="If-Match", description="The ETag of the version that is changed.", examples=['"3"']),
    ] = None,
) -> int:
    """Return the version that If-Match names; raise VersionRequired without it, Malformed for anything but one tag."""
    if if_match is None:
        raise VersionRequired("Say in If-Match which version is changed: send the ETag that a GET answered with.")
    match = _STRONG.fullmatch(if_match.strip())
    if match is None or int(match[1]) > _LARGEST:
        raise malformed_parameter("header", "If-Match", _what_is_wrong(if_match))
    return int(match[1])


ExpectedVersion = Annotated[int, Depends(if_match)]
"""A route parameter of this type is the version that the change is based on."""


class EntityTag:
    """Tells the caller a record's version, or ends the request with 304 when the caller has it already."""

    def __init__(self, request: Request, response: Response, if_none_match: str | None) -> None:
        self._is_read = request.method in {"GET", "HEAD"}
        self._response = response
        self._known = if_none_match

    def answer(self, version: int) -> None:
        """Set the ETag header; on a GET whose If-None-Match holds this version, raise NotModified."""
        etag = etag_of(version)
        if self._is_read and self._known is not None and _holds(self._known, etag):
            raise NotModified(etag)
        self._response.headers["ETag"] = etag


async def entity_tag(
    request: Request,
    response: Response,
    if_none_match: Annotated[
        str | SkipJsonSchema[None],
        Header(alias="If-None-Match", description="ETags that the caller has; the answer is 304 when one is current."),
    ] = None,
) -> EntityTag:
    """Read If-None-Match; what cannot be read there is taken as no match, as RFC 9110 has it for caches."""
    return EntityTag(request, response, if_none_match)


VersionTag = Annotated[EntityTag, Depends(entity_tag)]
"""A route parameter of this type sets the answer's ETag: `tag.answer(need.version)`."""


def _holds(known: str, etag: str) -> bool:
    """Compare weakly, as If-None-Match does (RFC 9110, section 13.1.2)."""
    return known.strip() == "*" or any(f'"{match[1]}"' == etag for match in _OPAQUE.finditer(known))


def _what_is_wrong(given: str) -> str:
    if given.strip() == "*":
        return "`*` would match any version; name the one version that is changed."
    if given.lstrip().startswith("W/"):
        return 'Expected a strong tag such as "3"; weak tags cannot guard a change.'
    if "," in given:
        return 'Expected one tag such as "3", not a list.'
    return 'Expected one tag such as "3": the version in quotes, as a GET answered with.'
