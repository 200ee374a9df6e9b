"""IATI files: what is read from a good one, and how little a bad one can do."""

from io import BytesIO
from typing import Any

import pytest

from accord.activities.found import Bad, Entry, Found, NotOurs
from accord.activities.iati.conversion import document_of
from accord.activities.iati.guard import BoundedStream
from accord.activities.iati.reading import read_activities
from accord.failures import CommandFailed
from tests.support import iati_examples as examples
from tests.support.iati_examples import activity, iati_file


def entries(content: bytes) -> list[Entry]:
    return list(read_activities(BytesIO(content), document_of))


def document(**changes: str) -> dict[str, Any]:
    [found] = entries(iati_file(activity(**changes)))
    assert isinstance(found, Found), found
    return found.document


def refusal(**changes: str) -> tuple[str, str]:
    [bad] = entries(iati_file(activity(**changes)))
    assert isinstance(bad, Bad), bad
    return bad.record_id, bad.field


def test_an_activity_is_read_in_full() -> None:
    assert document() == {
        "external_id": "XX-1-001",
        "source": {"key": "iati", "name": "Federal Office"},
        "donor": {"name": "Germany", "organisation": "deu"},
        "implementers": [],
        "recipients": [{"state": "BFA", "percentage": 60.0}, {"state": "MLI", "percentage": 40.0}],
        "regions": [],
        "texts": [
            {"language": "en", "title": "Destruction of surplus small arms and PSSM training", "narrative": ""},
        ],
        "subjects": [
            {"category": "stockpile_management", "derived_from": "keyword"},
            {"category": "destruction", "derived_from": "keyword"},
        ],
        "sectors": [{"code": "15240", "percentage": 75.0}, {"code": "15220", "percentage": 25.0}],
        "amounts": [{"kind": "budget", "amount": 620_000.0, "currency": "EUR"}],
        "status": "implementation",
        "planned": {"start": "2025-01-01", "end": "2027-12-31"},
        "actual": {"start": "2025-03-01"},
        "inferred": ["subjects"],
    }


def test_titles_come_by_language_and_those_of_other_languages_are_left_out() -> None:
    title = (
        "<title><narrative>Weapons marking</narrative><narrative xml:lang='fr'>Marquage des armes</narrative>"
        "<narrative xml:lang='de'>Waffen</narrative></title>"
    )
    assert [(each["language"], each["title"]) for each in document(title=title)["texts"]] == [
        ("en", "Weapons marking"),
        ("fr", "Marquage des armes"),
    ]


def test_a_title_in_no_un_language_is_refused_by_field() -> None:
    assert refusal(title="<title><narrative xml:lang='de'>Kleinwaffen</narrative></title>") == (
        "XX-1-001",
        "title/narrative",
    )


def test_money_is_summed_by_kind_and_currency_and_never_mixed() -> None:
    def transaction(code: str, value: str) -> str:
        return f'<transaction><transaction-type code="{code}"/>{value}</transaction>'

    money = "".join(
        [
            transaction("2", "<value>100</value>"),
            transaction("2", '<value currency="usd">50.25</value>'),
            transaction("2", "<value>1,000</value>"),
            transaction("3", "<value>70</value>"),
            transaction("3", "<value>-70</value>"),
            transaction("1", "<value>9</value>"),
            '<planned-disbursement><value currency="EUR">5</value></planned-disbursement>',
        ]
    )
    assert document(money=money)["amounts"] == [
        {"kind": "planned_disbursement", "amount": 5.0, "currency": "EUR"},
        {"kind": "commitment", "amount": 1100.0, "currency": "EUR"},
        {"kind": "commitment", "amount": 50.25, "currency": "USD"},
    ]


def test_a_revised_budget_takes_the_place_of_the_original() -> None:
    revised = examples.PARTS["money"].replace('type="1"', 'type="2"').replace("620000", "700000")
    assert document(money=examples.PARTS["money"] + revised)["amounts"] == [
        {"kind": "budget", "amount": 700_000.0, "currency": "EUR"}
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identifier": "<iati-identifier> </iati-identifier>"}, "iati-identifier"),
        ({"status": ""}, "activity-status/@code"),
        ({"dates": '<activity-date type="1" iso-date="spring"/>'}, "activity-date[@type=1]/@iso-date"),
        ({"places": '<recipient-country code="ZZ"/>'}, "recipient-country/@code"),
        ({"places": '<recipient-country code="BF" percentage="much"/>'}, "recipient-country/@percentage"),
        ({"money": "<budget><value>NaN</value></budget>"}, "budget/value"),
        ({"money": "<budget/>"}, "budget/value"),
        ({"reporter": ""}, "reporting-org"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, str], field: str) -> None:
    assert refusal(**changes)[1] == field


def test_an_amount_without_any_currency_is_refused() -> None:
    [bad] = entries(iati_file(activity('xml:lang="en"')))
    assert isinstance(bad, Bad)
    assert bad.field == "budget/value/@currency"


def test_a_bad_activity_does_not_keep_the_others_out() -> None:
    bad = activity(identifier="")
    good = activity(identifier="<iati-identifier>XX-1-002</iati-identifier>")
    kinds = [type(entry) for entry in entries(iati_file(good, bad, good))]
    assert kinds == [Found, Bad, Found]


def test_a_broken_activity_names_the_line_where_it_begins() -> None:
    [_, bad] = entries(iati_file(activity(), activity(status="")))
    assert bad.line == 4


@pytest.mark.parametrize(
    "sectors",
    [
        '<sector code="11110"/>',
        '<sector vocabulary="2" code="15240"/>',
        "",
        '<sector code="15230"/>',
    ],
)
def test_other_sectors_are_not_ours(sectors: str) -> None:
    title = "<title><narrative>Peacekeeping</narrative></title>"
    assert [type(each) for each in entries(iati_file(activity(sectors=sectors, title=title)))] == [NotOurs]


def test_a_neighbouring_sector_is_ours_where_the_words_speak_of_small_arms() -> None:
    title = "<title><narrative>Support to the national commission on small arms</narrative></title>"
    found = document(sectors='<sector code="15210"/>', title=title)
    assert found["subjects"] == []


def test_sectors_and_countries_of_transactions_stand_in_for_missing_ones() -> None:
    money = (
        '<transaction><sector code="15240"/><recipient-country code="KE"/><transaction-type code="11"/></transaction>'
    )
    found = document(sectors="", places="", money=money)
    assert (found["sectors"], found["recipients"]) == ([{"code": "15240"}], [{"state": "KEN"}])


def test_regions_of_the_dac_become_regions_of_the_gazetteer() -> None:
    places = '<recipient-region code="1030"/><recipient-region code="998"/><recipient-region vocabulary="2" code="14"/>'
    assert document(places=places)["regions"] == ["western_africa"]


def test_who_reports_stands_in_for_a_funder_that_is_not_named() -> None:
    found = document(donor="")
    assert found["donor"] == {"name": "Federal Office", "organisation": "federal_office"}
    assert "donor" in found["inferred"]


@pytest.mark.parametrize(
    "before",
    [
        examples.BILLION_LAUGHS,
        examples.LOCAL_FILE,
        examples.PARAMETER_ENTITY,
        examples.EXTERNAL_DTD,
        examples.HIDDEN_IN_A_COMMENT,
        examples.EXTERNAL_DTD.lower(),
    ],
)
def test_a_file_with_a_document_type_declaration_is_refused_unparsed(before: str) -> None:
    with pytest.raises(CommandFailed, match="document type declaration"):
        entries(iati_file(activity(title="<title><narrative>&lol3;&secret;</narrative></title>"), before=before))


def test_a_declaration_that_got_past_the_check_resolves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.activities.iati.reading.check_prolog", bool)
    with pytest.raises(CommandFailed, match="document type declaration"):
        entries(iati_file(activity(), before=examples.BILLION_LAUGHS))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "utf-32"])
def test_an_encoding_in_which_markup_could_hide_is_refused(encoding: str) -> None:
    text = iati_file(activity(), before=examples.LOCAL_FILE).decode().replace("UTF-8", encoding)
    with pytest.raises(CommandFailed, match="not in UTF-8"):
        entries(text.encode(encoding))


def test_an_entity_that_nobody_declared_ends_the_file_there() -> None:
    hidden = activity(title="<title><narrative>&secret;</narrative></title>")
    [found, bad] = entries(iati_file(activity(), hidden))
    assert isinstance(found, Found)
    assert isinstance(bad, Bad)
    assert (bad.field, "not well-formed" in bad.expected) == ("(the file)", True)


def test_a_file_that_breaks_off_gives_what_came_before() -> None:
    whole = iati_file(activity(), activity())
    kinds = [type(entry) for entry in entries(whole[:-60])]
    assert kinds == [Found, Bad]


def test_a_huge_text_is_refused_by_the_parser() -> None:
    huge = "<description><narrative>" + "x" * 11_000_000 + "</narrative></description>"
    [bad] = entries(iati_file(activity(description=huge)))
    assert isinstance(bad, Bad)
    assert bad.field == "(the file)"


def test_elements_nested_without_end_are_refused_by_the_parser() -> None:
    [bad] = entries(iati_file(activity(description="<description>" * 5_000)))
    assert isinstance(bad, Bad)
    assert bad.field == "(the file)"


@pytest.mark.parametrize(("most", "most_of_one"), [(10, 100), (100, 10)])
def test_a_stream_beyond_its_bounds_is_refused(most: int, most_of_one: int) -> None:
    stream = BoundedStream(BytesIO(b"x" * 50), most=most, most_of_one=most_of_one)
    with pytest.raises(CommandFailed, match="larger than 10 bytes"):
        stream.read(20)


def test_the_count_of_one_activity_begins_anew_with_the_next() -> None:
    stream = BoundedStream(BytesIO(b"x" * 50), most=100, most_of_one=30)
    for _ in range(2):
        assert stream.read(25)
        stream.one_done()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<iati-organisations version='2.03'/>", "iati-activities"),
        (iati_file(version="1.05"), "2.03"),
        (b"<iati-activities/>", "2.03"),
        (b"no markup at all", "does not begin as XML"),
        (b"<!-- " + b"x" * 70_000, "does not begin as XML"),
    ],
)
def test_what_is_no_iati_file_of_a_known_version_is_refused_in_words(content: bytes, told: str) -> None:
    with pytest.raises(CommandFailed, match=told):
        entries(content)


def test_activities_are_let_go_one_by_one() -> None:
    held: list[int] = []

    def count(_: Any, root: Any) -> None:
        held.append(len(root))

    list(read_activities(BytesIO(iati_file(*[activity()] * 500)), count))
    assert len(held) == 500
    assert max(held) < 100
