"""A person is found in texts of every script, taken out of them, and nobody else is."""

import pytest

from shared.personal.identifiers import Kind
from tests.support.persons import named, person

NAMES = [
    ("Fatou Sow", "Ask Fatou Sow, please.", "Ask [erased], please."),
    ("Fatou Sow", "FATOU  SOW and fatou\nsow", "[erased] and [erased]"),
    ("José García", "Consulte a Jose García.", "Consulte a [erased]."),
    ("Zoé Lefèvre", "M\u02b3 Zoe\u0301 Lefe\u0300vre\u202f: oui", "M\u02b3 [erased]\u202f: oui"),
    ("Jean-Pierre N'Diaye", "voir Jean Pierre N\u2019Diaye (bureau)", "voir [erased] (bureau)"),
    ("Фёдор Алёхин", "Начальник: Федор Алехин.", "Начальник: [erased]."),
    ("أحمد حسن", "يرجى الاتصال بأحمد حسن في الوزارة", "يرجى الاتصال ب[erased] في الوزارة"),
    ("أحمد حسن", "السيد أَحْمَد حَسَن، المدير", "السيد [erased]، المدير"),
    ("王小明", "请联系王小明先生。", "请联系[erased]先生。"),
    ("王小明", "联系人\uff1a王\u3000小明", "联系人\uff1a[erased]"),
    ("김철수", "담당자 김철수는", "담당자 [erased]는"),
    ("Ann Lee", "Ann\u00ad Lee\u200b's desk", "[erased]\u200b's desk"),
    ("Straße Groß", "bei STRASSE GROSS", "bei [erased]"),
    ("\ufb01na Li", "Fina Li", "[erased]"),
]

OTHERS = [
    ("Fatou Sow", "Fatou Sowe and Afatou Sow; Sow Fatou; Fatou, then Sowing"),
    ("Fatou Sow", "Fatou Ba. Awa Sow."),
    ("王小明", "王小民 王明"),
    ("أحمد حسن", "أحمد حسين ومحمد حسن"),
]

ADDRESSES = [
    ("Write to a.b@c.example.", "Write to [erased]."),
    ("<mailto:A.B@C.example?subject=x>, or call", "<mailto:[erased]?subject=x>, or call"),
    ("邮箱a.b@c.example联系", "邮箱[erased]联系"),
    ("البريد a.b@c.exampleو", "البريد [erased]و"),
    ("'a.b@c.example'; (a.b@c.example)", "'[erased]'; ([erased])"),
    ("a.b\uff20c.example", "[erased]"),
]

NUMBERS = [
    ("Tel. +41 22 917 12 34, ext. 5", "Tel. [erased], ext. 5"),
    ("0041229171234", "[erased]"),
    ("tel:+41(0)22/917-12-34!", "tel:[erased]!"),
    ("call +41 22 917 12 34 2026-05-01", "call [erased] 2026-05-01"),
    ("2026-05-01 +41 22 917 12 34", "2026-05-01 [erased]"),
    ("电话\uff0b\uff14\uff11 22 917 12 34。", "电话[erased]。"),
    ("هاتف: +٤١ ٢٢ ٩١٧ ١٢ ٣٤", "هاتف: [erased]"),
]


@pytest.mark.parametrize(("name", "text", "without"), NAMES)
def test_a_name_is_taken_out_of_a_text(name: str, text: str, without: str) -> None:
    somebody = named(name)
    assert somebody.is_mentioned_in(text)
    assert somebody.taken_out_of(text) == without


@pytest.mark.parametrize(("name", "text"), OTHERS)
def test_names_of_others_stay(name: str, text: str) -> None:
    assert not named(name).is_mentioned_in(text)
    assert named(name).taken_out_of(text) == text


@pytest.mark.parametrize(("text", "without"), ADDRESSES)
def test_an_address_is_taken_out_of_a_text(text: str, without: str) -> None:
    assert person(("email", "a.b@c.example")).taken_out_of(text) == without


@pytest.mark.parametrize("text", ["x.a.b@c.example", "a.b@c.example.org", "a.b@c.examples", "b@c.example", "a.b@c"])
def test_addresses_of_others_stay(text: str) -> None:
    assert person(("email", "a.b@c.example")).taken_out_of(text) == text


@pytest.mark.parametrize(("text", "without"), NUMBERS)
def test_a_number_is_taken_out_of_a_text(text: str, without: str) -> None:
    assert person(("phone", "+41 22 917 12 34")).taken_out_of(text) == without


@pytest.mark.parametrize("text", ["+41 22 917 12 345", "141 22 917 12 34", "41 22", "917 12 34", "+42 22 917 12 34"])
def test_numbers_of_others_stay(text: str) -> None:
    assert person(("phone", "+41 22 917 12 34")).taken_out_of(text) == text


def test_a_name_of_one_word_is_looked_for_in_no_text() -> None:
    somebody = named("Peace")
    assert somebody.taken_out_of("Peace and security") == "Peace and security"
    assert somebody.is_reached_at(name="PEACE", email=None, phone=None)


def test_mentions_that_overlap_are_one() -> None:
    somebody = named("Ana Ruiz", "Ana Ruiz Gil", "Gil Mora")
    assert somebody.taken_out_of("Ana Ruiz Gil Mora, Ana Ruiz") == "[erased], [erased]"


def test_whatever_is_known_is_taken_out_at_once_and_what_is_left_is_clean() -> None:
    somebody = person(("email", "a@b.example"), ("name", "Ana Ruiz"), ("phone", "022 917 12 34"), ("account", "ana-1"))
    without = somebody.taken_out_of("Ana Ruiz <a@b.example>, 022 917 12 34, account ana-1")
    assert without == "[erased] <[erased]>, [erased], account ana-1"
    assert not somebody.is_mentioned_in(without)


@pytest.mark.parametrize(
    ("contact", "is_it"),
    [
        ({"name": "Dr Ana Ruiz, Director"}, True),
        ({"email": "A@B.example"}, True),
        ({"phone": "022/917.12.34"}, True),
        ({"name": "Ana Gil", "email": "ana@b.example", "phone": "+41 22 917 12 34"}, False),
        ({"name": "", "email": "?", "phone": "?"}, False),
        ({}, False),
    ],
)
def test_a_contact_is_somebodys_by_any_one_of_the_three(contact: dict[str, str], *, is_it: bool) -> None:
    somebody = person(("email", "a@b.example"), ("name", "Ana Ruiz"), ("phone", "022 917 12 34"))
    name, email, phone = (contact.get(field) for field in ("name", "email", "phone"))
    assert somebody.is_reached_at(name=name, email=email, phone=phone) is is_it


def test_only_the_very_account_is_a_persons_account() -> None:
    somebody = person(("account", "f:1:Ana"))
    told: list[str | None] = ["f:1:Ana", "f:1:ana", "Ana", "", None]
    assert [somebody.is_account(each) for each in told] == [True, False, False, False, False]


@pytest.mark.parametrize("kind", ["email", "phone", "name"])
def test_a_document_loses_the_person_and_nothing_else(kind: Kind) -> None:
    given: dict[Kind, str] = {"email": "a@b.example", "phone": "022 917 12 34", "name": "Ana Ruiz"}
    theirs = {str(known): value for known, value in given.items()}
    others = {"name": "Awa Sow", "email": "awa@sow.example", "phone": None}
    document = {
        "contact": theirs,
        "parts": [{"contacts": [theirs, others], "n": 3}],
        "contact_note": "none",
    }
    without = person((kind, given[kind])).taken_out_of_document(document)
    assert without == {"contact": None, "parts": [{"contacts": [others], "n": 3}], "contact_note": "none"}


def test_a_document_that_does_not_mention_the_person_is_as_it_was() -> None:
    document = {"contact": {"name": "Awa Sow"}, "contacts": "none", "texts": ["Awa", 1, 2.5, True, None, {"a": []}]}
    assert named("Ana Ruiz").taken_out_of_document(document) == document


def test_mentions_in_other_peoples_contacts_are_taken_out() -> None:
    document = {"contact": {"name": "Office", "email": "o@b.example", "note": "for Ana Ruiz"}}
    without = {"contact": {"name": "Office", "email": "o@b.example", "note": "for [erased]"}}
    assert named("Ana Ruiz").taken_out_of_document(document) == without
