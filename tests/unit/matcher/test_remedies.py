"""The least change for each hard condition: who makes it, by how much, what it is called, and what else would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from matcher.domain.conditions import Code
from matcher.domain.remedies import Nearest, Remedy, nearest_needs, nearest_offers
from matcher.domain.remedies.options import REMEDIES
from matcher.domain.scoring import load_profile
from matcher.domain.sentences import tell
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Eligibility
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.matching_examples import component, context, line, need, numbered, offer

Changes = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """Records that miss each other by one condition, and the changes that would do: the chosen and another party's."""

    code: Code
    sentence: str
    change: tuple[str, str]
    instead: tuple[str, str] | None = None
    need: Changes = field(default_factory=dict[str, Any])
    offer: Changes = field(default_factory=dict[str, Any])
    around: Changes = field(default_factory=dict[str, Any])


def euros(asked: int) -> Any:
    return component(quantity=None, unit=None, estimated_cost=asked, currency="EUR", modalities=())


PAST, LATER = date(2026, 2, 10), date(2026, 9, 1)
USED_UP = {(numbered(2, 1), "GHA"): 1_000}

EXAMPLES = (
    Example(
        Code.NOT_OPEN,
        "The State opens the need again, which is closed.",
        ("state", "reopen"),
        need={"status": "closed"},
    ),
    Example(
        Code.NOT_OPEN,
        "ECOWAS opens its offer again, which is paused.",
        ("donor", "reopen"),
        offer={"status": "paused"},
    ),
    Example(
        Code.NOT_OPEN,
        "Wait until 3 March 2026, when ECOWAS's call opens: 1 day from now.",
        ("wait", "call"),
        offer={"call": Span(date(2026, 3, 3), None)},
    ),
    Example(
        Code.NOT_OPEN,
        "ECOWAS takes applications until 2 March 2026 instead of until 10 February 2026: 20 more days.",
        ("donor", "call"),
        offer={"call": Span(None, PAST)},
    ),
    Example(
        Code.STATE_NOT_ELIGIBLE,
        "ECOWAS opens its offer to Kenya and Ghana.",
        ("donor", "state"),
        need={"states": ("KEN", "GHA")},
        offer={"eligibility": Eligibility(states=("JAM",))},
    ),
    Example(
        Code.STATE_NOT_ELIGIBLE,
        "ECOWAS opens its offer to Caribbean Community (CARICOM).",
        ("donor", "group"),
        need={"states": (), "group": "caricom"},
    ),
    Example(
        Code.STATE_NOT_ELIGIBLE,
        "ECOWAS no longer excludes Ghana.",
        ("donor", "exclusion"),
        offer={"eligibility": Eligibility(everyone=True, excluded_states=("KEN", "GHA"))},
    ),
    Example(
        Code.APPLICANT_NOT_ELIGIBLE,
        "The State applies through another kind of applicant as well: agency or organisation.",
        ("state", "applicant"),
        ("donor", "applicant"),
        offer={"applicants": ("agency", "civil_society")},
    ),
    Example(
        Code.CATEGORY_MISMATCH,
        "ECOWAS offers tracing as well.",
        ("donor", "category"),
        need={"components": (component(category="tracing"),)},
    ),
    Example(
        Code.CATEGORY_MISMATCH,
        "The State asks for marking, which includes marking at the time of import.",
        ("state", "category"),
        ("donor", "category"),
        need={"components": (component(category="marking_at_import"),)},
        offer={"lines": (line(categories=("marking_equipment",)),)},
    ),
    Example(
        Code.MODALITY_MISMATCH,
        "The State accepts training as well.",
        ("state", "modality"),
        ("donor", "modality"),
        offer={"lines": (line(modalities=("training", "personnel")),)},
    ),
    Example(
        Code.MODALITY_MISMATCH,
        "The State leaves the form of help open.",
        ("state", "any_modality"),
        ("donor", "modality"),
        need={"components": (component(modalities=("finance",)),)},
        offer={"lines": (line(modalities=()),)},
    ),
    Example(
        Code.WINDOW_DISJOINT,
        (
            "The State takes help from 1 April 2026 to 30 September 2026 "
            "instead of from 1 April 2026 to 9 July 2026: 83 more days."
        ),
        ("state", "window"),
        ("donor", "window"),
        offer={"window": Span(LATER, None)},
    ),
    Example(
        Code.WINDOW_DISJOINT,
        (
            "ECOWAS's offer opens on 1 March 2027: the State moves its deadline "
            "from 15 February 2027 to that day, 14 days later."
        ),
        ("state", "deadline"),
        ("donor", "window"),
        need={"window": Span(), "deadline": date(2027, 2, 15)},
        offer={"window": Span(date(2027, 3, 1), None)},
    ),
    Example(
        Code.BELOW_MINIMUM_SHARE,
        "The State asks for 5 machines instead of 4 machines: 1 machine more.",
        ("state", "quantity"),
        ("donor", "minimum"),
        offer={"lines": (line(smallest_share=5_000),)},
    ),
    Example(
        Code.BELOW_MINIMUM_SHARE,
        "The State puts the cost at EUR 2,000 instead of EUR 1,500.50: EUR 499.50 more.",
        ("state", "cost"),
        ("donor", "minimum"),
        need={"components": (euros(1_500_500),)},
        offer={"lines": (line(unit="money", currency="EUR", smallest_share=2_000_000, pledged=9_000_000),)},
    ),
    Example(
        Code.BELOW_MINIMUM_SHARE,
        "ECOWAS lowers the least that it gives from 4 machines to 3 machines: 1 machine less.",
        ("donor", "minimum"),
        offer={"lines": (line(pledged=3_000, smallest_share=4_000),)},
    ),
    Example(
        Code.EXHAUSTED,
        "ECOWAS adds 4 machines: 14 machines in all instead of 10 machines.",
        ("donor", "capacity"),
        offer={"lines": (line(delivered=10_000),)},
    ),
    Example(
        Code.EXHAUSTED,
        "The State asks for 6 machines instead of 4 machines: 2 machines more.",
        ("state", "quantity"),
        need={"components": (component(covered=4_000),)},
        offer={"lines": (line(smallest_share=2_000),)},
    ),
    Example(
        Code.PER_STATE_CEILING,
        "ECOWAS raises what one State may receive from 1 machine to 5 machines: 4 machines more.",
        ("donor", "ceiling"),
        offer={"ceiling": Ceiling(1_000, "machine")},
        around={"held": USED_UP},
    ),
    Example(
        Code.CONDITION_UNMET,
        "The State declares as met: co-funding.",
        ("state", "condition"),
        ("donor", "condition"),
        offer={"conditions": ("co_funding",)},
    ),
    Example(
        Code.PAIR_EXCLUDED,
        "The side that refused the other withdraws its refusal.",
        ("either", "refusal"),
        around={"refusals": frozenset({(numbered(1, 1), numbered(2, 1))})},
    ),
    Example(
        Code.NOT_VISIBLE,
        "The State shows the need to donors, and not to coordinators only.",
        ("state", "visibility"),
        need={"visibility": "coordinators"},
    ),
)


def found_for(example: Example) -> Nearest:
    around = context(**example.around)
    [found] = nearest_offers(need(**example.need), [offer(**example.offer)], around, load_profile())
    return found


def sentence(change: Remedy) -> str:
    return tell(change.message_key, change.facts, "en", load_vocabulary(), load_geography())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: ".".join((example.code, *example.change)))
def test_the_least_change_is_made_and_told(example: Example) -> None:
    found = found_for(example)
    assert [verdict.code for verdict in found.found.failed] == [example.code]
    [change] = found.found.changes
    assert ((change.who, change.what), sentence(change)) == (example.change, example.sentence)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: ".".join((example.code, *example.change)))
def test_where_another_party_could_act_it_is_told_too(example: Example) -> None:
    instead = found_for(example).instead
    assert (instead and [(change.who, change.what) for change in instead.changes]) == (
        example.instead and [example.instead]
    )
    assert all(sentence(change).endswith(".") for change in (instead.changes if instead else ()))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: ".".join((example.code, *example.change)))
def test_an_offers_reader_is_told_of_its_own_changes_first(example: Example) -> None:
    around = context(**example.around)
    [found] = nearest_needs(offer(**example.offer), [need(**example.need)], around, load_profile())
    [change] = found.found.changes
    could = {example.change, example.instead} - {None}
    assert (change.who, change.what) in could
    assert change.who in {"donor", "wait", "either"} or all(each[0] != "donor" for each in could if each)


def test_an_offer_that_serves_a_neighbour_is_nearer_than_one_that_serves_another_continent() -> None:
    afar = offer(1, eligibility=Eligibility(states=("JAM",)))
    on_the_continent = offer(2, eligibility=Eligibility(groups=("eac",)))
    next_door = offer(3, eligibility=Eligibility(states=("TGO",)))
    found = nearest_offers(need(), [afar, on_the_continent, next_door], context(), load_profile())
    assert [each.offer_id for each in found] == [numbered(2, 3), numbered(2, 2), numbered(2, 1)]


def test_every_code_has_an_example_and_a_remedy() -> None:
    assert {example.code for example in EXAMPLES} == set(Code) == set(REMEDIES)
