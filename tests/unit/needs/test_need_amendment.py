"""What an amendment keeps, changes and refuses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from needs.domain.component import ComponentDetails, NeedComponent, OwnContribution
from needs.domain.events import NeedAmended
from needs.domain.identifiers import ComponentId
from needs.domain.need import Need
from shared.errors import Conflict, InvalidInput
from shared.identifiers import new_id
from shared.statements.windows import Window
from tests.support.need_examples import NOW, circulated, component, draft, group_statement, statement, withdrawn

LATER = NOW + timedelta(days=30)


def with_coverage(**ledger: Decimal) -> tuple[Need, NeedComponent]:
    need = circulated()
    (marking,) = need.components
    for name, quantity in ledger.items():
        setattr(marking, name, quantity)
    return need, marking


def problems_of(need: Need, **changes: object) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        need.amend(replace(need.details(), **changes), LATER)
    return [field.pointer for field in refusal.value.fields]


def test_an_amendment_replaces_what_was_said_and_records_its_reason() -> None:
    need = draft()
    need.amend(replace(need.details(), priority=5), LATER, "the depot was flooded")
    assert (need.priority, need.updated_at) == (5, LATER)
    assert need.events[-1] == NeedAmended(need.id, LATER, "the depot was flooded")


def test_amending_with_its_own_details_changes_nothing() -> None:
    need, marking = with_coverage(confirmed=Decimal(5_000))
    before = need.details()
    need.amend(before, LATER)
    assert need.details() == before
    assert need.components == [marking]
    assert marking.confirmed == 5_000


def test_a_component_named_by_its_id_keeps_its_ledger_wherever_it_moves() -> None:
    need, marking = with_coverage(held=Decimal(100))
    need.amend(replace(need.details(), components=(component(), marking.details())), LATER)
    assert need.components[1] is marking
    assert (marking.position, marking.held) == (1, 100)
    assert need.components[0].id != marking.id


def test_a_component_without_an_id_is_new() -> None:
    need = draft()
    before = need.components[0].id
    need.amend(statement(), LATER)
    assert need.components[0].id != before


def test_the_list_of_components_stays_the_same_list() -> None:
    need = draft()
    components = need.components
    need.amend(statement(components=()), LATER)
    assert need.components is components
    assert components == []


def test_an_id_of_another_need_is_refused() -> None:
    need = draft()
    assert problems_of(need, components=(component(id=ComponentId(new_id())),)) == ["/components/0/id"]


def test_an_id_named_twice_is_refused() -> None:
    need = draft()
    same = need.components[0].details()
    assert problems_of(need, components=(same, same)) == ["/components/1/id"]


def test_a_component_in_use_cannot_be_removed() -> None:
    need, marking = with_coverage(held=Decimal(1))
    with pytest.raises(Conflict) as refusal:
        need.amend(replace(need.details(), components=(component(),)), LATER)
    assert refusal.value.code == "component-in-use"
    assert refusal.value.extra["component_id"] == str(marking.id)
    assert need.components == [marking]


def test_a_component_cannot_shrink_below_what_is_held_confirmed_and_delivered() -> None:
    need, marking = with_coverage(held=Decimal(100), confirmed=Decimal(200), delivered=Decimal("300.000"))
    smaller = replace(marking.details(), quantity=Decimal(599))
    with pytest.raises(Conflict) as refusal:
        need.amend(replace(need.details(), components=(smaller,)), LATER)
    assert refusal.value.code == "component-in-use"
    assert refusal.value.extra["in_use"] == "600"


def test_a_component_may_shrink_to_what_is_in_use() -> None:
    need, marking = with_coverage(confirmed=Decimal(200), delivered=Decimal(400))
    need.amend(replace(need.details(), components=(replace(marking.details(), quantity=Decimal(600)),)), LATER)
    assert marking.residual() == 0
    assert need.status == "covered"


@pytest.mark.parametrize("measure", [{"unit": "machine"}, {"unit": None, "quantity": None}])
def test_a_component_in_use_keeps_its_unit(measure: dict[str, object]) -> None:
    need, marking = with_coverage(delivered=Decimal(1))
    with pytest.raises(Conflict) as refusal:
        need.amend(replace(need.details(), components=(replace(marking.details(), **measure),)), LATER)
    assert refusal.value.code == "component-in-use"


def test_a_refused_amendment_leaves_the_need_as_it_was() -> None:
    need = circulated(statement(components=(component(), component(category="destruction"))))
    first, second = need.components
    second.held = Decimal(10)
    before, recorded = need.details(), list(need.events)
    changed = replace(before, priority=1, components=(replace(first.details(), category="tracing"),))
    with pytest.raises(Conflict):
        need.amend(changed, LATER)
    assert need.details() == before
    assert need.events == recorded


def test_a_component_not_in_use_may_change_in_every_respect() -> None:
    need = circulated()
    (marking,) = need.components
    changed = ComponentDetails(
        id=marking.id,
        category="tracing",
        modalities=("training",),
        quantity=Decimal(12),
        unit="person",
        description="Train twelve investigators.",
        estimated_cost=Decimal(30_000),
        currency="EUR",
        own_contribution=OwnContribution(text="the training rooms"),
    )
    need.amend(replace(need.details(), components=(changed,)), LATER)
    assert need.components == [marking]
    assert marking.details() == changed


def test_a_covered_need_that_asks_for_more_is_partly_covered() -> None:
    need, marking = with_coverage(confirmed=Decimal(20_000))
    need.status = "covered"
    need.amend(replace(need.details(), components=(marking.details(), component())), LATER)
    assert need.status == "partly_covered"


def test_a_draft_stays_a_draft_when_amended() -> None:
    need = draft()
    need.amend(statement(priority=1), LATER)
    assert need.status == "draft"


def test_the_lead_of_a_need_stays() -> None:
    assert problems_of(draft(), states=("UGA", "KEN")) == ["/states/0"]
    assert problems_of(draft(group_statement()), group="african_union") == ["/group"]


def test_other_states_may_join() -> None:
    need = draft()
    need.amend(replace(need.details(), states=("KEN", "UGA")), LATER)
    assert need.states == ("KEN", "UGA")


def test_a_circulated_need_keeps_at_least_one_component() -> None:
    assert problems_of(circulated(), components=()) == ["/components"]


def test_a_circulated_need_cannot_be_moved_into_the_past() -> None:
    yesterday = LATER.date() - timedelta(days=1)
    moved = problems_of(circulated(), deadline=yesterday, window=Window(None, yesterday))
    assert moved == ["/deadline", "/window/end"]


def test_a_window_that_passed_meanwhile_does_not_stand_in_the_way() -> None:
    need = circulated(statement(window=Window(None, NOW.date())))
    need.amend(replace(need.details(), priority=1), LATER)
    assert need.priority == 1


def test_a_draft_may_be_kept_with_past_dates() -> None:
    need = draft()
    need.amend(replace(need.details(), window=Window(date(2015, 1, 1), date(2016, 1, 1))), LATER)
    assert need.window.end == date(2016, 1, 1)


def test_a_reason_that_says_nothing_is_refused() -> None:
    need = draft()
    with pytest.raises(InvalidInput) as refusal:
        need.amend(need.details(), LATER, "  ")
    assert [field.pointer for field in refusal.value.fields] == ["/reason"]


def test_a_closed_need_is_not_amended() -> None:
    need = withdrawn()
    with pytest.raises(Conflict) as refusal:
        need.amend(statement(), LATER)
    assert refusal.value.code == "need-closed"
