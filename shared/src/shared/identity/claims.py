"""The one place that turns verified claims into an Actor: what is unknown or missing gives no rights."""

import re
from collections.abc import Mapping
from typing import Any, cast

from shared.errors import Forbidden
from shared.geography import load_geography
from shared.identity.actor import PEOPLE, Actor, Role
from shared.identity.refusals import Refusal, refused
from shared.identity.second_factor import SecondFactor

_ORGANISATION = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_ROLES = frozenset(role.value for role in PEOPLE)
_LONGEST_SUBJECT = 255


def actor_from(claims: Mapping[str, Any], *, second_factor: SecondFactor | None = None) -> Actor:
    """Return the actor these claims speak for.

    Only the claims that belong to the role are read: a donor's token with a `state` gains nothing by it. Raises
    Unauthenticated when nobody is named, and Forbidden when the account has no rights in Accord (`no-role`,
    `no-scope`) or coordinates without the second factor that is asked for (`second-factor-required`).
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise refused(Refusal.MALFORMED)
    role = _role(claims.get("role"))
    match role:
        case Role.RECIPIENT:
            return Actor(subject, role, state=_state(claims.get("state")))
        case Role.DONOR:
            return Actor(subject, role, organisation=_organisation(claims.get("organisation")))
        case Role.COORDINATOR:
            employer = claims.get("organisation")
            organisation = None if employer is None else _organisation(employer)
            coordinator = Actor(subject, role, organisation=organisation, regions=_regions(claims.get("regions")))
            if second_factor is not None:
                second_factor.require(claims)
            return coordinator
        case Role.OBSERVER:
            return Actor(subject, role)
        case Role.SERVICE:
            raise Forbidden("No account speaks for Accord itself.", code="no-role")


def _role(claim: Any) -> Role:
    named = {word for word in _words(claim, "role") if word in _ROLES}
    if len(named) != 1:
        found = "several roles" if named else "no role"
        known = ", ".join(role for role in Role if role in PEOPLE)
        raise Forbidden(f"The token carries {found} of Accord; it needs exactly one of {known}.", code="no-role")
    return Role(named.pop())


def _state(claim: Any) -> str:
    state = _only(claim, "state")
    if state not in load_geography().states:
        raise _no_scope(f"The claim 'state' is {state!r}; a recipient's token names its State in ISO 3166 alpha-3.")
    return state


def _organisation(claim: Any) -> str:
    organisation = _only(claim, "organisation")
    if not _ORGANISATION.fullmatch(organisation):
        raise _no_scope(f"The claim 'organisation' is {organisation!r}; it must be the key of one organisation.")
    return organisation


def _regions(claim: Any) -> frozenset[str]:
    # Absent means all regions; present but empty must not, for it may be a scope that was lost on the way.
    if claim is None:
        return frozenset()
    text = claim.replace(",", " ").split() if isinstance(claim, str) else claim
    regions = frozenset(_words(text, "regions"))
    if not regions:
        raise _no_scope("The claim 'regions' names no region; leave it out for a coordinator of all regions.")
    return regions


def _only(claim: Any, name: str) -> str:
    words = _words(claim, name)
    if len(words) != 1:
        raise _no_scope(f"The token must carry one claim {name!r}; it carries {len(words)}.")
    return words[0]


def _words(claim: Any, name: str) -> list[str]:
    """Read a claim that a provider may give as a string or as a list of strings."""
    if claim is None:
        return []
    listed: list[Any] = cast("list[Any]", claim) if isinstance(claim, list) else [claim]
    if not all(isinstance(word, str) for word in listed):
        code = "no-role" if name == "role" else "no-scope"
        raise Forbidden(f"The claim {name!r} must be a string or a list of strings.", code=code)
    return listed


def _no_scope(detail: str) -> Forbidden:
    return Forbidden(detail, code="no-scope")
