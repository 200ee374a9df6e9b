"""A bad edit of the gazetteer's files is refused, and the refusal names it."""

from dataclasses import replace
from datetime import date

import pytest

from shared.geography import Area, AreaKind, Membership, Standing, StateRecord
from shared.geography.faults import geography_faults
from shared.vocabulary import LANGUAGES

NAMES: dict[str, str] = dict.fromkeys(LANGUAGES, "a name")
BENIN = StateRecord("BEN", "BJ", "204", Standing.MEMBER, 1960, NAMES, (), {})
COAST = Area(
    key="coast",
    kind=AreaKind.REGION,
    titles=NAMES,
    spellings=(),
    composed_of=(),
    source="a published list",
    as_of=date(2026, 1, 1),
    verified=True,
    known_from=date(2015, 1, 1),
    note="",
)
MEMBER = Membership("coast", "BEN", None, None, verified=True, note="")


def faults_of(
    *memberships: Membership, states: tuple[StateRecord, ...] = (BENIN,), areas: tuple[Area, ...] = (COAST,)
) -> list[str]:
    return geography_faults(states, areas, memberships)


def test_sound_data_have_no_faults() -> None:
    assert faults_of(MEMBER) == []


def test_a_repeated_state_is_found() -> None:
    assert faults_of(states=(BENIN, BENIN)) == ["BEN: the key stands 2 times"]


def test_a_repeated_area_is_found() -> None:
    assert faults_of(areas=(COAST, COAST)) == ["coast: the key stands 2 times"]


def test_a_missing_name_is_found() -> None:
    assert faults_of(states=(replace(BENIN, names=NAMES | {"zh": ""}),)) == ["BEN: no name in zh"]


def test_a_note_in_some_languages_only_is_found() -> None:
    note = {language: "a note" for language in LANGUAGES if language != "ar"}
    assert faults_of(states=(replace(BENIN, note=note),)) == ["BEN: no note in ar"]


def test_a_missing_title_is_found() -> None:
    assert faults_of(areas=(replace(COAST, titles=NAMES | {"es": ""}),)) == ["coast: no title in es"]


def test_an_area_without_source_is_found() -> None:
    assert faults_of(areas=(replace(COAST, source=" "),)) == ["coast: no source"]


def test_an_unverified_area_that_does_not_say_why_is_found() -> None:
    assert faults_of(areas=(replace(COAST, verified=False),)) == ["coast: not verified, and no note says why"]


def test_a_part_that_does_not_exist_is_found() -> None:
    area = replace(COAST, composed_of=("hills",))
    assert faults_of(areas=(area,)) == ["coast: its part hills does not exist"]


def test_parts_that_go_round_in_a_circle_are_found() -> None:
    areas = (replace(COAST, composed_of=("hills",)), replace(COAST, key="hills", composed_of=("coast",)))
    assert faults_of(areas=areas) == [
        "coast: its parts go round in a circle",
        "hills: its parts go round in a circle",
    ]


@pytest.mark.parametrize(
    ("membership", "fault"),
    [
        (replace(MEMBER, state="TGO"), "TGO in coast: no such State"),
        (replace(MEMBER, area="hills"), "BEN in hills: no such area"),
        (replace(MEMBER, verified=False), "BEN in coast: not verified, yet the area says it is"),
        (
            replace(MEMBER, until=date(2014, 12, 31)),
            "BEN in coast: changes on 2014-12-31, before changes of the area are recorded",
        ),
        (
            replace(MEMBER, since=date(2020, 1, 1), until=date(2020, 1, 1)),
            "BEN in coast: ends before it begins",
        ),
    ],
)
def test_a_bad_membership_is_found(membership: Membership, fault: str) -> None:
    assert faults_of(membership) == [fault]


@pytest.mark.parametrize("since", [None, date(2019, 12, 31)])
def test_two_memberships_at_once_are_found(since: date | None) -> None:
    rows = [replace(MEMBER, until=date(2020, 1, 1)), replace(MEMBER, since=since)]
    assert faults_of(*rows) == ["BEN in coast: two memberships overlap, or stand out of order"]


def test_a_membership_may_follow_another() -> None:
    assert faults_of(replace(MEMBER, until=date(2020, 1, 1)), replace(MEMBER, since=date(2020, 1, 1))) == []
