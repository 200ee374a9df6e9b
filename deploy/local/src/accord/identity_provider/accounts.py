"""Who may sign in: the demo accounts, and whoever a request on this machine describes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from accord.identity_provider.oauth_errors import OAuthError
from shared.errors import Forbidden
from shared.identity.actor import Actor
from shared.identity.claims import actor_from


@dataclass(frozen=True)
class Account:
    """Somebody with a role and its scope; two accounts of the same role and scope are the same subject."""

    name: str
    actor: Actor

    @property
    def subject(self) -> str:
        """The stable identifier that tokens carry in `sub`."""
        return self.actor.subject

    def claims(self) -> dict[str, Any]:
        """Return the claims that say what the account may do."""
        actor = self.actor
        scope = {"state": actor.state, "organisation": actor.organisation, "regions": sorted(actor.regions)}
        return {"role": actor.role.value, **{name: value for name, value in scope.items() if value}}


def demo_accounts() -> Mapping[str, Account]:
    """Return the accounts of the sign-in page, by key."""
    listed = json.loads(files("accord.identity_provider").joinpath("accounts.json").read_text())
    return {entry["key"]: described_account(entry, name=entry["name"]) for entry in listed}


def described_account(description: Mapping[str, Any], *, name: str | None = None) -> Account:
    """Return the account with this role, state, organisation and regions.

    Raises OAuthError (`invalid_request`) for one that Accord's services would refuse, so that no token is ever issued
    that is of no use.
    """
    scope = {key: description[key] for key in ("role", "state", "organisation", "regions") if description.get(key)}
    try:
        actor = actor_from({"sub": "unnamed", **scope})
    except Forbidden as refusal:
        raise OAuthError("invalid_request", refusal.detail) from refusal
    subject = _subject(actor.role, [actor.state or "", actor.organisation or "", *sorted(actor.regions)])
    return Account(name or subject, Actor(subject, actor.role, actor.state, actor.organisation, actor.regions))


def _subject(role: str, scope: Sequence[str]) -> str:
    return "-".join(["demo", role, *filter(None, scope)])
