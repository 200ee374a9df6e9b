"""Keyset pages: steady while records are added, and as fast on the last page as on the first.

    SELECT ... WHERE id > :after ORDER BY id LIMIT :fetch          -- or (score, id) < (:score, :id)

A route names PageQuery, asks the query for `page.fetch` rows behind `page.after(...)`, and returns `page.of(...)`.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar, overload
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from shared.http.cursors import Scalar, ScalarT, bad_cursor, decode_cursor, encode_cursor, read_scalar

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")
OtherT = TypeVar("OtherT", bound=Scalar)


class Page(BaseModel, Generic[ItemT]):
    """Some items of a listing and the cursor of the next page; `next` is null on the last page."""

    items: list[ItemT]
    next: str | None = Field(description="Send it as `cursor` to read on; null when this is the last page.")


class PageRequest:
    """Which page is wanted. Made by `page_request`; a cursor that does not fit the listing raises Malformed."""

    def __init__(self, limit: int, cursor: str | None, *, request: Request, response: Response) -> None:
        self.limit = limit
        self._scalars = None if cursor is None else decode_cursor(cursor)
        self._request = request
        self._response = response

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than is shown tells whether there is a next page."""
        return self.limit + 1

    @property
    def after_id(self) -> UUID | None:
        """The id behind which to read on, in a listing ordered by id; None for the first page."""
        key = self.after(UUID)
        return None if key is None else key[0]

    @overload
    def after(self, first: type[ScalarT], /) -> tuple[ScalarT] | None: ...
    @overload
    def after(self, first: type[ScalarT], second: type[OtherT], /) -> tuple[ScalarT, OtherT] | None: ...
    def after(self, *kinds: type[Any]) -> tuple[Any, ...] | None:
        """Return the key behind which to read on, with parts of these types; None for the first page."""
        if self._scalars is None:
            return None
        if len(self._scalars) != len(kinds):
            raise bad_cursor()
        return tuple(read_scalar(kind, scalar) for kind, scalar in zip(kinds, self._scalars, strict=True))

    def of(
        self, rows: Sequence[RowT], *, key: Callable[[RowT], Sequence[Scalar]], show: Callable[[RowT], ItemT]
    ) -> Page[ItemT]:
        """Return the page of these rows, at most `fetch` of them in order, and set its `Link` header (RFC 8288)."""
        shown = rows[: self.limit]
        cursor = encode_cursor(key(shown[-1])) if len(rows) > self.limit else None
        if cursor is not None:
            self._response.headers["Link"] = f'<{self._address_of(cursor)}>; rel="next"'
        return Page(items=[show(row) for row in shown], next=cursor)

    def _address_of(self, cursor: str) -> str:
        """Return the next page's address, relative to the host, since a proxy may know us by another name."""
        url = self._request.url.include_query_params(cursor=cursor)
        return f"{url.path}?{url.query}"


async def page_request(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200, description="How many items at most.")] = 50,
    cursor: Annotated[
        str | SkipJsonSchema[None], Query(description="`next` of the page before; leave it out for the first page.")
    ] = None,
) -> PageRequest:
    """Read `limit` (1 to 200) and `cursor` from the query."""
    return PageRequest(limit, cursor, request=request, response=response)


PageQuery = Annotated[PageRequest, Depends(page_request)]
"""A route parameter of this type is the page that the caller wants."""
