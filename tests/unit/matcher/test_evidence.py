"""Evidence on a need: what enters the block of State, subject and time, and in what order it is told."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from matcher.domain.demand import Need
from matcher.domain.evidence.activity import Activity, ActivityDetails, Amount, Recipient, Source, Subject
from matcher.domain.evidence.item import Evidence, Overlap
from matcher.domain.evidence.running_activities import running_activities
from matcher.domain.evidence.similar_needs import similar_needs
from matcher.domain.spans import Span
from matcher.domain.supply import Donor
from matcher.domain.texts import Text
from tests.support.matching_examples import component, context, need, numbered

AROUND = context()
GERMANY = Donor("deu", "Germany", "state")


def same_words(one: str, other: str) -> int:
    mine, theirs = set(one.split()), set(other.split())
    return 100 * len(mine & theirs) // len(mine | theirs)


def activity(number: int = 1, **changes: Any) -> Activity:
    fields: dict[str, Any] = {
        "external_id": f"DE-{number}",
        "source": Source("iati", "Germany"),
        "donor_name": "Germany",
        "donor_organisation": "deu",
        "texts": (Text("en", "Marking machines"),),
        "status": "implementation",
        "recipients": (Recipient("GHA"),),
        "subjects": (Subject("marking"),),
        "planned": Span(date(2026, 1, 1), date(2026, 5, 10)),
    }
    details = ActivityDetails(**(fields | changes))
    imported = datetime(2026, 2, 1, tzinfo=UTC)
    return Activity(id=numbered(9, number), version=1, details=details, imported_by="c", imported_at=imported)


def beside(*others: Need, of: Need | None = None) -> tuple[Evidence, ...]:
    return similar_needs(of or need(), others, AROUND, same_words)


def running(*activities: Activity, of: Need | None = None, donor: Donor | None = None) -> tuple[Evidence, ...]:
    return running_activities(of or need(), activities, AROUND, same_words, donor)


def numbers(found: Iterable[Evidence]) -> list[int]:
    return [each.other_id.int % (1 << 64) for each in found]


def test_a_need_of_the_same_state_on_the_same_subject_at_the_same_time_is_similar() -> None:
    [found] = beside(need(2, window=Span(date(2026, 5, 1), None)))
    assert found.states == ("GHA",)
    assert [(each.asked, each.other, each.affinity) for each in found.related] == [("marking", "marking", "same")]
    assert found.overlap == Overlap(together=70, wanted=100)


def test_nothing_outside_the_block_is_evidence() -> None:
    outside = (
        need(2, states=("KEN",)),
        need(3, components=(component(category="destruction"),)),
        need(4, window=Span(date(2026, 7, 10), None)),
        need(5, historic=True),
        need(6, status="closed"),
        need(7, components=(component(category="record_keeping"),)),
    )
    assert beside(*outside) == ()


def test_a_need_is_not_evidence_against_itself() -> None:
    assert beside(need()) == ()


def test_historic_needs_are_compared_with_historic_ones() -> None:
    asked = need(historic=True, window=Span())
    assert numbers(beside(need(2), need(3, historic=True), of=asked)) == [3]


def test_the_members_of_a_group_share_its_need() -> None:
    assert beside(need(2, states=(), group="ecowas"))[0].states == ("GHA",)


def test_a_subject_above_or_below_is_on_the_branch_and_tells_so() -> None:
    others = (
        need(2, components=(component(category="marking_equipment"),)),
        need(3),
    )
    assert [(numbers([each]), each.related[0].affinity) for each in beside(*others)] == [
        ([3], "same"),
        ([2], "contained"),
    ]


def test_equal_amounts_come_before_longer_overlap() -> None:
    costs = component(estimated_cost=620_000_000, currency="EUR")
    asked = need(components=(costs,))
    short = need(3, components=(costs,), window=Span(date(2026, 7, 1), None))
    found = beside(need(2), short, of=asked)
    assert numbers(found) == [3, 2]
    assert found[0].equal_amounts == ((620_000_000, "EUR"),)


def test_an_activity_that_runs_in_the_window_is_evidence() -> None:
    [found] = running(activity())
    assert (found.kind, found.overlap) == ("running_activity", Overlap(together=40, wanted=100))
    assert found.alike is not None
    assert (found.alike.language, found.alike.percent) == ("en", 100)


def test_activities_outside_the_block_are_no_evidence() -> None:
    over = Span(date(2025, 1, 1), date(2026, 3, 31))
    outside = (
        activity(1, recipients=(Recipient("KEN"),)),
        activity(2, subjects=()),
        activity(3, planned=over),
        activity(4, status="cancelled"),
        activity(5, status="suspended"),
        activity(6, status="closed", planned=Span()),
        activity(7, recipients=(), regions=("eastern_africa",)),
    )
    assert running(*outside) == ()


def test_an_activity_in_a_region_reaches_its_states() -> None:
    assert running(activity(recipients=(), regions=("western_africa",)))[0].states == ("GHA",)


def test_actual_days_count_before_planned_ones() -> None:
    late = activity(actual=Span(date(2026, 5, 1), None))
    assert running(late)[0].overlap.together == 10


def test_a_historic_need_is_compared_by_its_own_window() -> None:
    past = need(historic=True, window=Span(date(2015, 1, 1), date(2015, 12, 31)))
    then = activity(1, status="closed", actual=Span(date(2015, 7, 1), date(2016, 6, 30)))
    found = running(then, activity(2), of=past)
    assert [(numbers([each]), each.overlap) for each in found] == [([1], Overlap(together=184, wanted=365))]


def test_an_unknown_end_leaves_the_overlap_unknown() -> None:
    asked = need(historic=True, window=Span())
    [found] = running(activity(planned=Span()), of=asked)
    assert found.overlap == Overlap(None, None)


def test_a_side_that_says_nothing_of_its_time_leaves_the_overlap_unknown() -> None:
    assert running(activity(), of=need(historic=True, window=Span()))[0].overlap.together is None
    assert running(activity(planned=Span()))[0].overlap == Overlap(None, 100)
    assert beside(need(2, window=Span()))[0].overlap == Overlap(None, 100)


def test_what_the_same_donor_already_runs_comes_first() -> None:
    others = activity(1, donor_name="France", donor_organisation="fra")
    named = activity(2, donor_organisation=None, donor_name="GERMANY", subjects=(Subject("marking_equipment"),))
    found = running(others, named, donor=GERMANY)
    assert [(numbers([each]), each.same_donor) for each in found] == [([2], True), ([1], False)]
    assert numbers(running(others, named)) == [1, 2]


def test_amounts_are_equal_only_in_one_currency() -> None:
    asked = need(components=(component(estimated_cost=620_000_000, currency="EUR"),))
    amounts = (Amount("budget", Decimal(620_000), "USD"), Amount("commitment", Decimal("620000.00"), "EUR"))
    assert running(activity(amounts=amounts), of=asked)[0].equal_amounts == ((620_000_000, "EUR"),)


def test_titles_without_a_common_language_are_not_compared() -> None:
    assert beside(need(2, texts=(Text("fr", "Machines"),)))[0].alike is None
