"""Review flags of a match, and the four facets of a confirmed one: facts, from which people draw conclusions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from matcher.domain.affinity import Affinity
from matcher.domain.demand import Need
from matcher.domain.evidence.item import Evidence, Overlap, Related
from matcher.domain.matches.delivery import DeliveryPlan, Indicator
from matcher.domain.matches.facets import facets_of_match
from matcher.domain.matches.flags import OtherMatch, ReviewMaterial, UnderReview, flags_of
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.review import ReviewFlag
from matcher.domain.proposals.promised import Present
from matcher.domain.sentences import tell
from matcher.domain.spans import Span
from matcher.domain.supply import Offer
from shared.geography import ArmsMeasure, load_arms_measures, load_geography
from shared.vocabulary import LANGUAGES, load_vocabulary
from tests.support.match_examples import match_line
from tests.support.matching_examples import component, context, line, need, numbered, offer

NOTHING = ReviewMaterial((), (), ())


def measure(**changes: Any) -> ArmsMeasure:
    fields: dict[str, Any] = {
        "regime": "ghana",
        "states": ("GHA",),
        "until": date(2026, 5, 31),
        "lifted": None,
        "resolution": "2781 (2025)",
        "scope": "territory",
        "as_of": "2025-05-30",
        "verified": True,
        "source": "un.org",
    }
    return ArmsMeasure(**(fields | changes))


def review(a_need: Need | None = None, *lines: MatchLine, offers: tuple[Offer, ...] = ()) -> UnderReview:
    asked, given = a_need or need(), offers or (offer(lines=(line(modalities=("technical_advice",)),)),)
    present = Present({asked.need_id: asked}, {each.offer_id: each for each in given}, context())
    return UnderReview(asked, asked.states, lines or (match_line(),), present)


def evidence(number: int = 1) -> Evidence:
    same = Related("marking", "marking", Affinity.SAME)
    return Evidence(
        kind="running_activity", other_id=UUID(int=number), states=("GHA",), related=(same,), overlap=Overlap(1, 1)
    )


def codes(flags: tuple[ReviewFlag, ...]) -> list[str]:
    return [flag.code for flag in flags]


@pytest.mark.parametrize(
    ("changes", "variant"),
    [
        ({}, "in_force_until"),
        ({"until": None}, "in_force"),
        ({"verified": False}, "not_verified_until"),
        ({"verified": False, "until": None}, "not_verified"),
        ({"until": date(2026, 3, 1)}, "not_verified_until"),
    ],
)
def test_a_regime_on_a_state_is_told_with_what_is_known_of_it_today(changes: dict[str, Any], variant: str) -> None:
    flags = flags_of(review(), NOTHING, [measure(**changes)])
    assert [(flag.code, flag.message_key) for flag in flags] == [
        ("embargo_regime", f"match.flag.embargo_regime.{variant}")
    ]
    assert (flags[0].facts["states"], flags[0].facts["resolution"]) == (["GHA"], "2781 (2025)")


def test_a_regime_that_was_lifted_or_is_on_others_is_no_flag() -> None:
    measures = [measure(lifted=date(2026, 3, 2)), measure(states=("SSD",))]
    assert flags_of(review(), NOTHING, measures) == ()


def test_a_need_without_an_authority_is_flagged() -> None:
    assert codes(flags_of(review(need(has_authority=False)), NOTHING, ())) == ["missing_authority"]


def test_equipment_without_training_upkeep_and_law_is_flagged_with_what_is_missing() -> None:
    bare = review(need(has_upkeep_plan=False), offers=(offer(),))
    flags = flags_of(bare, NOTHING, ())
    assert codes(flags) == ["equipment_only"]
    assert (flags[0].paragraph, flags[0].facts["missing"]) == (
        "BMS7 115",
        ["package.facet.training", "package.facet.upkeep", "package.facet.law"],
    )
    kept_up = flags_of(review(need(), offers=(offer(),)), NOTHING, ())
    assert kept_up[0].facts["missing"] == ["package.facet.training", "package.facet.law"]


def test_what_the_rest_of_the_package_gives_is_not_missing() -> None:
    trainer = offer(2, lines=(line(2, modalities=("training",)), line(3, categories=("legislation",), unit="law")))
    training = match_line(offer_id=numbered(2, 2), line_id=numbered(4, 2))
    assert flags_of(review(need(), match_line(), training, offers=(offer(), trainer)), NOTHING, ()) == ()


def test_evidence_of_duplication_is_flagged_with_its_count() -> None:
    material = ReviewMaterial((evidence(),), (evidence(2), evidence(3)), ())
    flags = flags_of(review(), material, ())
    assert [(flag.code, flag.facts["count"]) for flag in flags] == [("running_activities", 2), ("similar_needs", 1)]


def test_a_match_under_way_for_the_same_state_and_category_is_flagged() -> None:
    def other(number: int, **changes: Any) -> OtherMatch:
        fields: dict[str, Any] = {"status": "confirmed", "states": ("GHA",), "categories": ("marking",)}
        return OtherMatch(UUID(int=number), **(fields | changes))

    others = (
        other(1),
        other(2, status="proposed"),
        other(3, states=("TGO",)),
        other(4, categories=("tracing",)),
        other(5, status="delivered"),
    )
    flags = flags_of(review(), ReviewMaterial((), (), others), ())
    assert [(flag.code, flag.facts["count"]) for flag in flags] == [("active_matches", 1)]


def test_a_historic_example_has_no_flags() -> None:
    assert flags_of(review(need(has_authority=False, historic=True)), NOTHING, [measure()]) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_and_facet_has_its_sentence(language: str) -> None:
    material = ReviewMaterial((evidence(),), (evidence(),), ())
    flags = flags_of(review(need(has_authority=False), offers=(offer(),)), material, [measure()])
    told = [(flag.message_key, flag.facts) for flag in flags]
    told += [
        (each.message_key, each.facts)
        for each in facets_of_match(need(), Span(), [match_line()], DeliveryPlan(), confirmed())
    ]
    for key, facts in told:
        assert tell(key, facts, language, load_vocabulary(), load_geography())


def confirmed(month: int = 3) -> datetime:
    return datetime(2026, month, 2, tzinfo=UTC)


def facet(name: str, a_need: Need | None = None, *lines: MatchLine, plan: DeliveryPlan | None = None) -> Any:
    window = Span(date(2026, 1, 1), date(2026, 12, 31))
    found = facets_of_match(a_need or need(), window, lines or (match_line(),), plan or DeliveryPlan(), confirmed())
    return next(each for each in found if each.facet == name)


@pytest.mark.parametrize(
    ("components", "share", "answered"),
    [
        ((component(),), 1000, 1),
        ((component(quantity=16_000),), 250, 1),
        ((component(), component(2)), 500, 1),
        ((component(quantity=None, unit=None),), 1000, 1),
    ],
)
def test_adequate_is_the_share_of_the_whole_need(components: Any, share: int, answered: int) -> None:
    facts = facet("adequate", need(components=components)).facts
    assert (facts["share"], facts["answered"], facts["components"]) == (share, answered, len(components))


def test_money_that_pays_for_others_covers_nothing_itself() -> None:
    funds = match_line(2, component_id=numbered(3, 2), role="funds", coverage=None)
    facts = facet("adequate", need(components=(component(), component(2))), match_line(), funds).facts
    assert (facts["share"], facts["answered"]) == (500, 1)


def test_measurable_counts_indicators() -> None:
    indicator = Indicator("Weapons marked", "weapon", Decimal(0), Decimal(100))
    assert facet("measurable").message_key == "match.facet.measurable.no"
    assert facet("measurable", plan=DeliveryPlan((), (indicator,))).facts == {"count": 1}


def test_sustainable_is_whether_upkeep_is_planned() -> None:
    assert facet("sustainable").message_key.endswith("yes")
    assert facet("sustainable", need(has_upkeep_plan=False)).message_key.endswith("no")


def test_timely_is_how_long_the_state_waited_and_what_is_left_of_both_windows() -> None:
    assert facet("timely").facts == {"waited": 60, "together": 100}
    assert facet("timely", need(window=Span(None, date(2026, 2, 1)))).facts["together"] == 0
    assert facet("timely", need(opened_at=None)).message_key == "match.facet.timely.not_known_window"


def test_the_measures_that_are_kept_name_known_states_and_their_source_or_say_that_they_are_unverified() -> None:
    known = load_geography().states
    for each in load_arms_measures():
        assert set(each.states) <= set(known), each.regime
        assert not each.verified or (each.source and each.resolution and each.as_of and each.scope), each.regime
