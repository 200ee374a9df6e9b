"""What a running activity must be like before it enters the register."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from matcher.domain.evidence.activity import ActivityDetails
from matcher.domain.spans import Span
from shared.errors import FieldProblem
from shared.geography import load_geography
from shared.rules.keys import key_problems, keys_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.numbers import amount_problems
from shared.rules.sources import origin_problems
from shared.rules.texts import text_problems
from shared.rules.timing import window_problems
from shared.rules.wording import line_problems, prose_problems, required_line_problems
from shared.statements.provenance import Provenance
from shared.statements.texts import Text
from shared.statements.windows import Window
from shared.vocabulary import load_vocabulary

SOURCE_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
DAC_CODE: Final = re.compile(r"[0-9]{5}")
MOST: Final = 300
"""No list of an activity is longer: there are fewer States."""

MOST_OF_AMOUNTS: Final = 100
WHOLE: Final = 100


def activity_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    """Check everything that is said of an activity, each problem at its field."""
    yield from _origin_problems(details)
    yield from text_problems([Text(each.language, each.title, each.narrative) for each in details.texts])
    yield from _party_problems(details)
    yield from _place_problems(details)
    yield from _subject_problems(details)
    yield from _amount_problems(details)
    yield from window_problems("/planned", _window(details.planned))
    yield from window_problems("/actual", _window(details.actual))
    yield from prose_problems("/notes", details.notes)


def _origin_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    source = details.source
    if not SOURCE_KEY.fullmatch(source.key):
        yield FieldProblem("/source/key", "expected a key such as iati: lower-case letters, digits, _, . and -")
    yield from required_line_problems("/source/name", source.name)
    yield from required_line_problems("/external_id", details.external_id, longest=200)
    origin = Provenance(source_url=source.url, source_date=source.day, inferred=details.inferred)
    for problem in origin_problems(None, origin):
        pointer = problem.pointer.replace("/provenance/source_", "/source/")
        yield FieldProblem(pointer, problem.detail, problem.code)
    yield from too_many("/inferred", details.inferred, MOST)


def _party_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    yield from required_line_problems("/donor/name", details.donor_name)
    yield from line_problems("/donor/organisation", details.donor_organisation)
    excess = too_many("/implementers", details.implementers, MOST)
    yield from excess
    for place, name in enumerate(() if excess else details.implementers):
        yield from required_line_problems(f"/implementers/{place}", name)


def _place_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    geography = load_geography()
    excess = too_many("/recipients", details.recipients, MOST)
    yield from excess
    for place, each in enumerate(() if excess else details.recipients):
        yield from key_problems(f"/recipients/{place}/state", each.state, geography.states, "State", alike=str.upper)
        yield from _percentage_problems(f"/recipients/{place}/percentage", each.percentage)
    yield from duplicate_problems("/recipients", details.states, "/state")
    yield from keys_problems("/regions", details.regions, geography.areas, "region or group", most=MOST)
    if not details.recipients and not details.regions:
        yield FieldProblem("/recipients", "expected at least one State or region where the activity runs", "required")


def _subject_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    categories = load_vocabulary().categories
    excess = [*too_many("/subjects", details.subjects, MOST), *too_many("/sectors", details.sectors, MOST)]
    if excess:
        yield from excess
        return
    for place, subject in enumerate(details.subjects):
        yield from key_problems(f"/subjects/{place}/category", subject.category, categories, "category")
    yield from duplicate_problems("/subjects", details.categories, "/category")
    for place, sector in enumerate(details.sectors):
        if not DAC_CODE.fullmatch(sector.code):
            yield FieldProblem(f"/sectors/{place}/code", "expected an OECD DAC purpose code of five digits")
        yield from _percentage_problems(f"/sectors/{place}/percentage", sector.percentage)


def _percentage_problems(pointer: str, percentage: Decimal | None) -> Iterator[FieldProblem]:
    if percentage is not None and not 0 <= percentage <= WHOLE:
        yield FieldProblem(pointer, "expected a number from 0 to 100", "out-of-range")


def _amount_problems(details: ActivityDetails) -> Iterator[FieldProblem]:
    currencies = load_vocabulary().currencies
    excess = too_many("/amounts", details.amounts, MOST_OF_AMOUNTS)
    yield from excess
    for place, each in enumerate(() if excess else details.amounts):
        yield from amount_problems(f"/amounts/{place}/amount", each.amount)
        yield from key_problems(f"/amounts/{place}/currency", each.currency, currencies, "currency", alike=str.upper)
    named = [f"{each.kind} in {each.currency}" for each in details.amounts]
    yield from duplicate_problems("/amounts", named, "/currency")


def _window(span: Span) -> Window:
    return Window(span.start, span.end)
