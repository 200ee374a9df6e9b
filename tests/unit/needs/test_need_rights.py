"""Who may post, change and see a need, its sensitive fields and its contact."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from needs.domain.need import Need
from needs.domain.rights import (
    may_change,
    may_see,
    may_see_contact,
    may_see_sensitive,
    must_be_able_to_change,
    must_be_able_to_post,
)
from needs.domain.visibility import Sensitive, Visibility
from shared.errors import Forbidden
from shared.identity.actor import Actor
from tests.support.need_examples import (
    COORDINATOR,
    DONOR,
    ECOWAS_COORDINATOR,
    KENYA,
    NOW,
    OBSERVER,
    RECSA_COORDINATOR,
    UGANDA,
    circulated,
    draft,
    group_statement,
    statement,
)

GHANA = replace(KENYA, subject="npc@gha", state="GHA")
VISIBILITIES: tuple[Visibility, ...] = ("public", "donors", "coordinators")
EVERYBODY = {
    "lead": KENYA,
    "named": UGANDA,
    "other State": GHANA,
    "donor": DONOR,
    "observer": OBSERVER,
    "coordinator": COORDINATOR,
    "regional coordinator": ECOWAS_COORDINATOR,
}


def cross_border(visibility: Visibility = "donors", sensitive: Visibility = "coordinators") -> Need:
    details = statement(
        states=("KEN", "UGA"), visibility=visibility, sensitive=Sensitive(("Eldoret",), visibility=sensitive)
    )
    return circulated(details)


def admitted(rule: Callable[[Need, Actor], bool], need: Need) -> set[str]:
    return {name for name, actor in EVERYBODY.items() if rule(need, actor)}


def test_a_state_may_post_in_its_own_lead() -> None:
    must_be_able_to_post("KEN", None, KENYA)


def test_a_state_may_not_post_for_another_and_is_told_for_whom() -> None:
    with pytest.raises(Forbidden) as refusal:
        must_be_able_to_post("UGA", None, KENYA)
    assert refusal.value.extra == {"lead": "UGA", "speaks_for": "KEN"}
    assert "UGA" in refusal.value.detail
    assert "KEN" in refusal.value.detail


@pytest.mark.parametrize("actor", [DONOR, OBSERVER])
@pytest.mark.parametrize(("lead", "group"), [("KEN", None), ("ecowas", "ecowas"), (None, None)])
def test_donors_and_observers_post_nothing(actor: Actor, lead: str | None, group: str | None) -> None:
    with pytest.raises(Forbidden):
        must_be_able_to_post(lead, group, actor)


@pytest.mark.parametrize("actor", [COORDINATOR, ECOWAS_COORDINATOR])
def test_a_coordinator_may_post_for_a_group_of_its_own(actor: Actor) -> None:
    must_be_able_to_post("ecowas", "ecowas", actor)


@pytest.mark.parametrize("actor", [RECSA_COORDINATOR, KENYA, GHANA])
def test_nobody_else_posts_for_a_group(actor: Actor) -> None:
    with pytest.raises(Forbidden, match="ecowas"):
        must_be_able_to_post("ecowas", "ecowas", actor)


def test_a_coordinator_does_not_post_for_a_state() -> None:
    with pytest.raises(Forbidden, match="KEN"):
        must_be_able_to_post("KEN", None, COORDINATOR)


def test_only_the_lead_state_changes_a_need() -> None:
    assert admitted(may_change, cross_border("public")) == {"lead"}


def test_only_its_coordinators_change_the_need_of_a_group() -> None:
    need = draft(group_statement(states=("GHA",)))
    assert admitted(may_change, need) == {"coordinator", "regional coordinator"}
    assert not may_change(need, RECSA_COORDINATOR)


def test_whoever_may_not_change_a_need_is_told_who_may() -> None:
    with pytest.raises(Forbidden, match="KEN"):
        must_be_able_to_change(cross_border(), UGANDA)


def test_a_draft_is_known_to_its_lead_alone() -> None:
    need = draft(statement(states=("KEN", "UGA"), visibility="public"))
    assert admitted(may_see, need) == {"lead"}


def test_the_draft_of_a_group_is_known_to_its_coordinators() -> None:
    need = draft(group_statement(visibility="public", states=("GHA",)))
    assert admitted(may_see, need) == {"coordinator", "regional coordinator"}


def test_a_need_withdrawn_before_consent_stays_as_private_as_a_draft() -> None:
    need = draft(statement(visibility="public"))
    need.withdraw("posted in error", NOW)
    assert admitted(may_see, need) == {"lead"}


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", set(EVERYBODY)),
        ("donors", {"lead", "named", "donor", "coordinator", "regional coordinator"}),
        ("coordinators", {"lead", "named", "coordinator", "regional coordinator"}),
    ],
)
def test_a_circulated_need_is_seen_as_widely_as_its_state_allows(visibility: Visibility, seen_by: set[str]) -> None:
    assert admitted(may_see, cross_border(visibility)) == seen_by


def test_a_need_that_circulated_is_seen_as_before_when_it_is_closed() -> None:
    need = cross_border("donors")
    need.close("done", NOW)
    assert may_see(need, DONOR)
    assert not may_see(need, OBSERVER)


@pytest.mark.parametrize(
    ("sensitive", "seen_by"),
    [
        ("public", set(EVERYBODY)),
        ("donors", {"lead", "donor", "coordinator", "regional coordinator"}),
        ("coordinators", {"lead", "coordinator", "regional coordinator"}),
    ],
)
def test_sensitive_fields_have_an_audience_of_their_own(sensitive: Visibility, seen_by: set[str]) -> None:
    assert admitted(may_see_sensitive, cross_border("public", sensitive)) == seen_by


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("sensitive", VISIBILITIES)
def test_sensitive_fields_are_never_shown_more_widely_than_the_need(
    visibility: Visibility, sensitive: Visibility
) -> None:
    need = cross_border(visibility, sensitive)
    assert admitted(may_see_sensitive, need) <= admitted(may_see, need)


def test_only_the_lead_sees_the_sensitive_fields_of_a_draft() -> None:
    need = draft(statement(visibility="public", sensitive=Sensitive(visibility="public")))
    assert admitted(may_see_sensitive, need) == {"lead"}


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_contact_is_for_the_lead_and_for_coordinators(visibility: Visibility) -> None:
    assert admitted(may_see_contact, cross_border(visibility)) == {"lead", "coordinator", "regional coordinator"}


def test_the_contact_of_a_draft_is_for_its_lead_alone() -> None:
    assert admitted(may_see_contact, draft(statement(visibility="public"))) == {"lead"}
