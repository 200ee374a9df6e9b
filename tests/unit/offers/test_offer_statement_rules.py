"""What the rest of a statement may say, and that one refusal names everything that is wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.offer import Offer
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from shared.statements.texts import Text
from shared.statements.windows import Window
from tests.support.offer_examples import NOW, advice, budget, found_wrong, terms


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"texts": ()}, {"/texts": "required"}),
        ({"texts": (Text("de", "Titel"),)}, {"/texts/0/language": "unknown"}),
        ({"texts": (Text("en", "Title"), Text("en", "Again"))}, {"/texts/1/language": "duplicate"}),
        ({"texts": (Text("en", "  x  "),)}, {"/texts/0/title": "too-short"}),
        ({"texts": (Text("en", "x" * 301),)}, {"/texts/0/title": "too-long"}),
        ({"texts": (Text("en", "two\nlines"),)}, {"/texts/0/title": "control-characters"}),
        ({"texts": (Text("en", "Title", "x" * 10_001),)}, {"/texts/0/narrative": "too-long"}),
        ({"texts": (Text("en", "Title", "bell\a"),)}, {"/texts/0/narrative": "control-characters"}),
        ({"texts": (Text("en", "Title"),) * 7}, {"/texts": "too-many"}),
    ],
)
def test_texts_are_readable_and_one_for_each_language(change: dict[str, Any], problems: dict[str, str]) -> None:
    assert found_wrong(terms(**change)) == problems


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_each_un_language_is_welcome(language: str) -> None:
    offer = Offer.register(terms(texts=(Text(language, "三台机"),)), NOW)

    assert offer.texts[0].language == language


@pytest.mark.parametrize(
    ("donor", "problems"),
    [
        (Donor("Marking Fund", "Marking Fund", "state"), {"/donor/organisation": "malformed"}),
        (Donor("", "Marking Fund", "state"), {"/donor/organisation": "malformed"}),
        (Donor("x" * 81, "Marking Fund", "state"), {"/donor/organisation": "malformed"}),
        (Donor("fund\n", "Marking Fund", "state"), {"/donor/organisation": "malformed"}),
        (Donor("marking-fund", " ", "state"), {"/donor/name": "too-short"}),
        (Donor("marking_fund", "Marking Fund", "un"), {"/donor/kind": "unknown"}),
    ],
)
def test_a_donor_has_a_key_a_name_and_a_known_kind(donor: Donor, problems: dict[str, str]) -> None:
    assert found_wrong(terms(donor=donor)) == problems


@pytest.mark.parametrize(
    ("contact", "problems"),
    [
        (Contact(""), {"/contact/name": "too-short"}),
        (Contact("Desk", email="nu\0ll@example.org"), {"/contact/email": "control-characters"}),
        (Contact("Desk", phone="0" * 51), {"/contact/phone": "too-long"}),
        (Contact("Desk", email="desk"), {"/contact/email": "malformed"}),
    ],
)
def test_a_contact_can_be_reached(contact: Contact, problems: dict[str, str]) -> None:
    assert found_wrong(terms(contact=contact)) == problems


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"kind": "gift"}, {"/kind": "unknown"}),
        ({"visibility": "donors"}, {"/visibility": "unknown"}),
        ({"delivery_model": "by_post"}, {"/delivery_model": "unknown"}),
        ({"applicants": ("state", "army")}, {"/applicants/1": "unknown"}),
        ({"applicants": ("state", "state")}, {"/applicants/1": "duplicate"}),
        ({"working_languages": ("en", "de")}, {"/working_languages/1": "unknown"}),
        ({"conditions": ("bribe",)}, {"/conditions/0": "unknown"}),
        ({"conditions": ("co_funding",) * 101}, {"/conditions": "too-many"}),
        ({"condition_notes": "x" * 2_001}, {"/condition_notes": "too-long"}),
        ({"external_id": " "}, {"/external_id": "too-short"}),
        ({"external_id": "x" * 201}, {"/external_id": "too-long"}),
        ({"instrument": "\x7f"}, {"/instrument": "control-characters"}),
        ({"implementer": "x" * 301}, {"/implementer": "too-long"}),
    ],
)
def test_unknown_kinds_and_unreadable_names_are_refused(change: dict[str, Any], problems: dict[str, str]) -> None:
    assert found_wrong(terms(**change)) == problems


@pytest.mark.parametrize("span", ["window", "call"])
def test_a_span_of_days_ends_after_it_starts(span: str) -> None:
    reversed_span = Window(date(2027, 2, 1), date(2027, 1, 31))

    assert found_wrong(terms(**{span: reversed_span})) == {f"/{span}/end": "contradiction"}


@pytest.mark.parametrize("span", ["window", "call"])
def test_days_outside_this_age_are_slips_of_the_pen(span: str) -> None:
    assert found_wrong(terms(**{span: Window(date(202, 6, 1), date(2101, 1, 1))})) == {
        f"/{span}/start": "out-of-range",
        f"/{span}/end": "out-of-range",
    }


def test_a_span_may_be_a_single_day_or_open_on_either_side() -> None:
    day = date(2027, 2, 1)

    offer = Offer.register(terms(window=Window(day, day), call=Window(start=day)), NOW)

    assert (offer.window, offer.call) == (Window(day, day), Window(start=day))


@pytest.mark.parametrize(
    ("provenance", "problems"),
    [
        (Provenance(source_name="x" * 301), {"/provenance/source_name": "too-long"}),
        (Provenance(source_url="example.org"), {"/provenance/source_url": "malformed"}),
        (Provenance(source_url="https://example.org/" + "x" * 2_000), {"/provenance/source_url": "too-long"}),
        (Provenance(source_date=date(1901, 1, 1)), {"/provenance/source_date": "out-of-range"}),
        (Provenance(inferred=("start_year", "")), {"/provenance/inferred/1": "too-short"}),
        (Provenance(inferred=("start_year",) * 51), {"/provenance/inferred": "too-many"}),
        (Provenance(notes="x" * 2_001), {"/provenance/notes": "too-long"}),
    ],
)
def test_a_source_is_named_in_bounds(provenance: Provenance, problems: dict[str, str]) -> None:
    assert found_wrong(terms(provenance=provenance)) == problems


def test_one_refusal_names_everything_that_is_wrong() -> None:
    statement = terms(
        texts=(Text("de", "?"),),
        donor=Donor("?", "", "?"),
        lines=(advice(categories=("?",), pledged=Decimal(-1)), budget(currency="?")),
        eligibility=Eligibility(states=("?",), regions=("ldc",)),
        applicants=("?",),
        window=Window(date(2027, 2, 1), date(2027, 1, 1)),
        per_state_ceiling=None,
        contact=Contact("Desk", email="?"),
        provenance=Provenance(source_url="?"),
    )

    assert set(found_wrong(statement)) == {
        "/texts/0/language",
        "/texts/0/title",
        "/donor/organisation",
        "/donor/name",
        "/donor/kind",
        "/lines/0/categories/0",
        "/lines/0/pledged",
        "/lines/0/unit",
        "/lines/1/currency",
        "/eligibility/states/0",
        "/eligibility/regions/0",
        "/applicants/0",
        "/window/end",
        "/contact/email",
        "/provenance/source_url",
    }


def test_what_is_exactly_as_long_as_allowed_is_accepted() -> None:
    statement = terms(
        donor=Donor("x" * 80, "x" * 300, "state"),
        texts=(Text("en", "x" * 300, "x" * 10_000), Text("fr", "xyz")),
        window=Window(date(1990, 1, 1), date(2100, 12, 31)),
        condition_notes="x" * 2_000,
    )

    assert Offer.register(statement, NOW).details().texts == statement.texts
