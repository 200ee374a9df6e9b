"""What registering a valid statement brings about."""

from dataclasses import fields

import pytest

from needs.domain.details import NeedDetails
from needs.domain.events import NeedRegistered
from needs.domain.identifiers import ComponentId
from needs.domain.need import Need
from shared.errors import InvalidInput
from shared.identifiers import new_id
from tests.support.need_examples import (
    NOW,
    complete_statement,
    component,
    draft,
    group_statement,
    statement,
    vague_statement,
)


def test_a_registered_need_is_a_draft_that_has_never_been_committed() -> None:
    need = draft()
    assert (need.status, need.version, need.opened_at, need.consent) == ("draft", 0, None, None)
    assert need.created_at == need.updated_at == NOW


def test_registering_records_that_it_happened() -> None:
    need = draft()
    assert need.events == [NeedRegistered(need.id, NOW)]


def test_a_need_says_all_that_its_author_said() -> None:
    said = complete_statement()
    need = draft(said)
    for each in fields(NeedDetails):
        if each.name != "components":
            assert getattr(need, each.name) == getattr(said, each.name)


def test_the_components_keep_their_order_and_content_and_get_identities() -> None:
    need = draft(statement(components=(component(), component(category="destruction"))))
    assert [(each.position, each.category) for each in need.components] == [(0, "marking"), (1, "destruction")]
    assert need.components[0].id != need.components[1].id
    assert need.components[0].description == component().description


def test_nothing_is_covered_at_first() -> None:
    (marking,) = draft().components
    assert marking.in_use() == 0
    assert marking.residual() == marking.quantity


def test_a_component_without_a_quantity_has_no_residual() -> None:
    (legislation,) = draft(vague_statement()).components
    assert legislation.residual() is None


def test_the_first_state_leads() -> None:
    assert draft(statement(states=("UGA", "KEN"))).lead == "UGA"


def test_a_group_leads_what_it_posts_even_where_states_are_named() -> None:
    assert draft(group_statement()).lead == "ecowas"
    assert draft(group_statement(states=("GHA", "TGO"))).lead == "ecowas"


def test_a_draft_may_ask_for_nothing_yet() -> None:
    assert draft(statement(components=())).components == []


def test_a_new_component_may_not_bring_an_id() -> None:
    stated = statement(components=(component(id=ComponentId(new_id())),))
    with pytest.raises(InvalidInput) as refusal:
        Need.register(stated, NOW)
    assert [(field.pointer, field.code) for field in refusal.value.fields] == [("/components/0/id", "not-allowed")]


def test_what_is_left_unsaid_is_taken_modestly() -> None:
    need = draft(vague_statement())
    assert (need.priority, need.visibility, need.applicants) == (3, "donors", ("state",))
    assert (need.shortest_useful_days, need.sensitive.visibility) == (1, "coordinators")


def test_two_needs_with_the_same_content_are_two_needs() -> None:
    assert draft() != draft()
