"""Who walks the routes: each role of Accord, in the right place and in the wrong one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.support.running_service import Headers
from tests.support.tokens import TokenForge

LEAD, NAMED, OTHER_STATE = "GHA", "SEN", "PER"
DONOR, OTHER_DONOR, FUNDER = "eu", "usa", "jpn"
REGION, OTHER_REGION = "ecowas", "caricom"


@dataclass(frozen=True)
class Who:
    """One column of the policy: its heading, what it stands for, and what it signs in with (None = without a token)."""

    heading: str
    meaning: str
    sign_in: Callable[[TokenForge], Headers] | None


WHO: Final[Mapping[str, Who]] = {
    "nobody": Who("no token", "a request without an access token", None),
    "lead": Who(
        "lead State", "the national authority of the State that leads the need", lambda forge: forge.as_recipient(LEAD)
    ),
    "named": Who("named State", "that of another State which the need names", lambda forge: forge.as_recipient(NAMED)),
    "other_state": Who(
        "other State", "that of a State which the need does not name", lambda forge: forge.as_recipient(OTHER_STATE)
    ),
    "donor": Who("donor", "the donor of the offer", lambda forge: forge.as_donor(DONOR)),
    "other_donor": Who("other donor", "a donor whose offer it is not", lambda forge: forge.as_donor(OTHER_DONOR)),
    "funder": Who(
        "funder",
        "a donor whose money pays, in matches that say so, for what the offer's donor delivers",
        lambda forge: forge.as_donor(FUNDER),
    ),
    "coordinator": Who("coordinator", "a coordinator of all regions", TokenForge.as_coordinator),
    "regional": Who(
        "regional",
        "a coordinator of the region of the States concerned",
        lambda forge: forge.headers("coordinator", regions=[REGION], sub="regional"),
    ),
    "elsewhere": Who(
        "elsewhere",
        "a coordinator of another region",
        lambda forge: forge.headers("coordinator", regions=[OTHER_REGION], sub="elsewhere"),
    ),
    "interested": Who(
        "interested",
        "a coordinator of all regions who works for the offer's donor",
        lambda forge: forge.headers("coordinator", organisation=DONOR),
    ),
    "observer": Who("observer", "an observer or auditor", TokenForge.as_observer),
}
"""The columns, in their order."""

RECIPIENTS: Final = frozenset({"lead", "named", "other_state"})
DONORS: Final = frozenset({"donor", "other_donor", "funder"})
COORDINATORS: Final = frozenset({"coordinator", "regional", "elsewhere", "interested"})
EVERYWHERE: Final = frozenset({"coordinator", "interested"})
"""Coordinators of all regions."""
OF_REGION: Final = EVERYWHERE | {"regional"}
"""Coordinators of the States concerned."""
SIGNED_IN: Final = RECIPIENTS | DONORS | COORDINATORS | {"observer"}
EVERYBODY: Final = SIGNED_IN | {"nobody"}


def sign_in_all(forge: TokenForge) -> dict[str, Headers]:
    """Return the credentials of each of them."""
    return {who: {} if each.sign_in is None else each.sign_in(forge) for who, each in WHO.items()}
