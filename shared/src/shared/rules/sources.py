"""Rules for where a record comes from: an outside identifier, and its source."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from shared.errors import FieldProblem
from shared.rules.lists import too_many
from shared.rules.timing import day_problems
from shared.rules.wording import line_problems, prose_problems
from shared.statements.provenance import Provenance

_EXTERNAL_ID_LONGEST = 200
_URL_LONGEST = 2_000
_MOST_INFERRED = 50


def origin_problems(external_id: str | None, source: Provenance) -> Iterator[FieldProblem]:
    """Check the external id, and the name, address and date of the source."""
    yield from line_problems("/external_id", external_id, longest=_EXTERNAL_ID_LONGEST)
    yield from line_problems("/provenance/source_name", source.source_name)
    yield from _url_problems("/provenance/source_url", source.source_url)
    yield from day_problems("/provenance/source_date", source.source_date)


def remark_problems(source: Provenance) -> Iterator[FieldProblem]:
    """Check what is remarked on the source: the fields it left unsaid, and notes."""
    excess = too_many("/provenance/inferred", source.inferred, _MOST_INFERRED)
    yield from excess
    if not excess:
        for place, name in enumerate(source.inferred):
            yield from line_problems(f"/provenance/inferred/{place}", name)
    yield from prose_problems("/provenance/notes", source.notes)


def _url_problems(pointer: str, url: str | None) -> Iterator[FieldProblem]:
    if url is not None and not _is_web_address(url):
        yield FieldProblem(pointer, "expected a web address that starts with http:// or https://", "malformed")
    else:
        yield from line_problems(pointer, url, longest=_URL_LONGEST)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))
