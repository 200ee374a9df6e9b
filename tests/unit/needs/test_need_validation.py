"""Every rule a statement of a need keeps to, by the field that breaks it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.details import NeedDetails
from needs.domain.institutions import Authority, Contact
from needs.domain.provenance import Provenance
from needs.domain.visibility import Sensitive
from shared.statements.texts import Text
from shared.statements.windows import Window
from tests.support.need_examples import component, draft, found, problems_of, statement

Case = tuple[dict[str, Any], list[tuple[str, str]]]


def with_text(**changes: Any) -> NeedDetails:
    return statement(texts=(replace(Text("en", "Marking"), **changes),))


def test_all_problems_are_named_at_once() -> None:
    wrong = statement(
        states=("KEN", "ZZZ"),
        priority=9,
        components=(component(unit=None), component(category="weather")),
        contact=Contact("", email="nobody"),
    )
    assert [pointer for pointer, _ in found(wrong)] == [
        "/states/1",
        "/components/0/unit",
        "/components/1/category",
        "/priority",
        "/contact/name",
        "/contact/email",
    ]


STATES: list[Case] = [
    ({"states": ()}, [("/states", "required")]),
    ({"states": ("KEN", "ZZZ")}, [("/states/1", "unknown")]),
    ({"states": ("ken",)}, [("/states/0", "unknown")]),
    ({"states": ("KEN", "UGA", "KEN")}, [("/states/2", "duplicate")]),
    ({"states": ("HKG",)}, [("/states/0", "not-allowed")]),
    ({"states": ("KEN",) * 61}, [("/states", "too-many")]),
    ({"states": (), "group": "atlantis"}, [("/group", "unknown")]),
    ({"states": (), "group": "ldc"}, [("/group", "not-allowed")]),
]


@pytest.mark.parametrize(("changes", "problems"), STATES)
def test_the_asking_states_and_group_are_checked(changes: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(statement(**changes)) == problems


@pytest.mark.parametrize("state", ["PSE", "VAT", "XKX"])
def test_some_that_are_no_un_members_may_post(state: str) -> None:
    assert draft(statement(states=(state,))).lead == state


TEXTS: list[Case] = [
    ({"language": "de"}, [("/texts/0/language", "unknown")]),
    ({"title": "ab"}, [("/texts/0/title", "too-short")]),
    ({"title": "   "}, [("/texts/0/title", "too-short")]),
    ({"title": "x" * 301}, [("/texts/0/title", "too-long")]),
    ({"title": "two\nlines"}, [("/texts/0/title", "control-characters")]),
    ({"narrative": "x" * 10_001}, [("/texts/0/narrative", "too-long")]),
    ({"narrative": "nul\x00"}, [("/texts/0/narrative", "control-characters")]),
    ({"narrative": "half \ud800 of a pair"}, [("/texts/0/narrative", "control-characters")]),
]


@pytest.mark.parametrize(("changes", "problems"), TEXTS)
def test_texts_are_checked(changes: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(with_text(**changes)) == problems


def test_a_narrative_may_have_paragraphs_in_any_script() -> None:
    text = "الوسم.\nMarquage\tdes armes.\r\n标识"
    assert draft(with_text(narrative=text)).texts[0].narrative == text


def test_there_is_a_text_and_only_one_in_each_language() -> None:
    text = Text("en", "Marking")
    assert found(statement(texts=())) == [("/texts", "required")]
    assert found(statement(texts=(text, text))) == [("/texts/1/language", "duplicate")]
    assert found(statement(texts=(text,) * 7)) == [("/texts", "too-many")]


TIMES: list[Case] = [
    ({"priority": 0}, [("/priority", "out-of-range")]),
    ({"priority": 6}, [("/priority", "out-of-range")]),
    ({"window": Window(date(2026, 5, 2), date(2026, 5, 1))}, [("/window/end", "contradiction")]),
    ({"deadline": date(2026, 5, 31)}, [("/deadline", "contradiction")]),
    ({"deadline": date(9999, 12, 31)}, [("/deadline", "out-of-range")]),
    ({"window": Window(date(1914, 8, 1))}, [("/window/start", "out-of-range")]),
    ({"shortest_useful_days": 0}, [("/shortest_useful_days", "out-of-range")]),
    ({"shortest_useful_days": 3_651}, [("/shortest_useful_days", "out-of-range")]),
    (
        {"window": Window(date(2026, 5, 1), date(2026, 5, 10)), "shortest_useful_days": 11},
        [("/shortest_useful_days", "contradiction")],
    ),
]

FACETS: list[Case] = [
    ({"working_languages": ("en", "de")}, [("/working_languages/1", "unknown")]),
    ({"working_languages": ("en", "en")}, [("/working_languages/1", "duplicate")]),
    ({"life_cycle_stages": ("sale",)}, [("/life_cycle_stages/0", "unknown")]),
    ({"target_groups": ("poets",)}, [("/target_groups/0", "unknown")]),
    ({"applicants": ("company",)}, [("/applicants/0", "unknown")]),
    ({"applicants": ()}, [("/applicants", "required")]),
    ({"conditions_met": ("luck",)}, [("/conditions_met/0", "unknown")]),
    ({"target_groups": ("police",) * 31}, [("/target_groups", "too-many")]),
    ({"visibility": "friends"}, [("/visibility", "unknown")]),
]

PEOPLE: list[Case] = [
    ({"authority": Authority(" ")}, [("/authority/name", "too-short")]),
    ({"authority": Authority("Board", unit="x" * 301)}, [("/authority/unit", "too-long")]),
    ({"authority": Authority("Board", address="x" * 501)}, [("/authority/address", "too-long")]),
    ({"contact": Contact("")}, [("/contact/name", "too-short")]),
    ({"contact": Contact("NPC", phone="1" * 51)}, [("/contact/phone", "too-long")]),
    ({"contact": Contact("NPC", phone="\x1b[2J")}, [("/contact/phone", "control-characters")]),
    ({"contact": Contact("NPC", email="npc")}, [("/contact/email", "malformed")]),
]

BACKGROUND: list[Case] = [
    ({"received": (ReceivedHelp("", "machine"),)}, [("/received/0/source", "too-short")]),
    ({"received": (ReceivedHelp("RECSA", " "),)}, [("/received/0/what", "too-short")]),
    ({"received": (ReceivedHelp("RECSA", "machine", 1989),)}, [("/received/0/year", "out-of-range")]),
    ({"received": (ReceivedHelp("RECSA", "machine", 2027),)}, [("/received/0/year", "out-of-range")]),
    ({"received": (ReceivedHelp("RECSA", "machine"),) * 51}, [("/received", "too-many")]),
    ({"sustainability": Sustainability("x" * 2_001)}, [("/sustainability/plan", "too-long")]),
    ({"sustainability": Sustainability(upkeep=("hope",))}, [("/sustainability/upkeep/0", "unknown")]),
    ({"gender": Gender("x" * 2_001)}, [("/gender/considerations", "too-long")]),
    ({"gender": Gender(women=-1)}, [("/gender/women", "out-of-range")]),
    ({"gender": Gender(men=10_000_001)}, [("/gender/men", "out-of-range")]),
    ({"serves": ServedGoal("national_target", "x" * 2_001)}, [("/serves/reference", "too-long")]),
    ({"source_report": SourceReport(2000, "4")}, [("/source_report/year", "out-of-range")]),
    ({"source_report": SourceReport(2024, "")}, [("/source_report/question", "too-short")]),
    ({"sensitive": Sensitive(("",))}, [("/sensitive/sites/0", "too-short")]),
    ({"sensitive": Sensitive(("x",) * 101)}, [("/sensitive/sites", "too-many")]),
    ({"sensitive": Sensitive(stock_figures="x" * 2_001)}, [("/sensitive/stock_figures", "too-long")]),
]

SOURCES: list[Case] = [
    ({"external_id": ""}, [("/external_id", "too-short")]),
    ({"external_id": "x" * 201}, [("/external_id", "too-long")]),
    ({"provenance": Provenance(source_name=" ")}, [("/provenance/source_name", "too-short")]),
    ({"provenance": Provenance(source_date=date(1066, 1, 1))}, [("/provenance/source_date", "out-of-range")]),
    ({"provenance": Provenance(inferred=("title",) * 51)}, [("/provenance/inferred", "too-many")]),
    ({"provenance": Provenance(inferred=("",))}, [("/provenance/inferred/0", "too-short")]),
    ({"provenance": Provenance(notes="\x00")}, [("/provenance/notes", "control-characters")]),
    ({"provenance": Provenance(source_url="www.un.org")}, [("/provenance/source_url", "malformed")]),
]


@pytest.mark.parametrize(("changes", "problems"), [*TIMES, *FACETS, *PEOPLE, *BACKGROUND, *SOURCES])
def test_every_other_field_is_checked(changes: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(statement(**changes)) == problems


@pytest.mark.parametrize("name", ["visibility", "evidence_tier", "kind"])
def test_a_word_outside_a_short_list_is_answered_with_the_list(name: str) -> None:
    wrong: dict[str, Callable[[], NeedDetails]] = {
        "visibility": lambda: statement(sensitive=Sensitive(visibility=_any("all"))),
        "evidence_tier": lambda: statement(provenance=Provenance(evidence_tier=_any("D"))),
        "kind": lambda: statement(serves=ServedGoal(_any("wish"))),
    }
    (problem,) = problems_of(wrong[name]())
    assert (problem.pointer.rsplit("/", 1)[1], problem.code) == (name, "unknown")
    assert "one of" in problem.detail


def test_a_long_wrong_value_is_not_repeated_in_full() -> None:
    (problem,) = problems_of(statement(states=("K" * 10_000,)))
    assert len(problem.detail) < 200


def _any(word: Any) -> Any:
    return word
