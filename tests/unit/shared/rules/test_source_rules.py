"""Where a record comes from is named in bounds, and linked only to the web."""

from datetime import date

import pytest

from shared.rules.sources import origin_problems, remark_problems
from shared.statements.provenance import Provenance


def found(source: Provenance, external_id: str | None = None) -> list[tuple[str, str]]:
    problems = [*origin_problems(external_id, source), *remark_problems(source)]
    return [(problem.pointer, problem.code) for problem in problems]


@pytest.mark.parametrize("url", [None, "http://www.poa-iss.org/a?b=1#c", "https://unlirec.org/en/é"])
def test_a_source_may_be_unnamed_or_on_the_web(url: str | None) -> None:
    assert found(Provenance(source_url=url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/call",
        "javascript:alert(1)",
        "www.un.org",
        "http://",
        "https:///call",
        "http://[::1",
        "https://a b.org",
        "https://example.org/a b",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert found(Provenance(source_url=url)) == [("/provenance/source_url", "malformed")]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (Provenance(source_name=" "), ("/provenance/source_name", "too-short")),
        (Provenance(source_url="https://example.org/" + "x" * 2_000), ("/provenance/source_url", "too-long")),
        (Provenance(source_date=date(1066, 1, 1)), ("/provenance/source_date", "out-of-range")),
        (Provenance(inferred=("start", "")), ("/provenance/inferred/1", "too-short")),
        (Provenance(inferred=("",) * 51), ("/provenance/inferred", "too-many")),
        (Provenance(notes="x" * 2_001), ("/provenance/notes", "too-long")),
    ],
)
def test_a_source_is_named_in_bounds(source: Provenance, problem: tuple[str, str]) -> None:
    assert found(source) == [problem]


@pytest.mark.parametrize(("external_id", "code"), [("", "too-short"), ("x" * 201, "too-long")])
def test_an_outside_identifier_is_named_in_bounds(external_id: str, code: str) -> None:
    assert found(Provenance(), external_id) == [("/external_id", code)]
