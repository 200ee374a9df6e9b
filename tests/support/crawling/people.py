"""Who is in the crawled world, and what each signs in with."""

from collections.abc import Mapping
from typing import Any, Final

from shared.identity.actor import Role
from tests.support.crawling.markers import SUBJECT, marker
from tests.support.running_service import Headers
from tests.support.tokens import TokenForge

GHANA, KENYA, TOGO, MALI = "GHA", "KEN", "TGO", "MLI"
"""Two States that post, one that a need of Ghana's names, and one that has nothing to do with any of it."""

JAPAN, GERMANY, NORWAY, FRANCE = "jpn", "deu", "nor", "fra"
"""Two donors that post, one whose money pays for what another delivers, and one that has nothing to do with it."""

SECRETARIAT, OF_ECOWAS, OF_CARICOM, OBSERVER = "secretariat", "ecowas", "caricom", "observer"

STATES: Final = frozenset({GHANA, KENYA, TOGO, MALI})
DONORS: Final = frozenset({JAPAN, GERMANY, NORWAY, FRANCE})
COORDINATORS: Final = frozenset({SECRETARIAT, OF_ECOWAS, OF_CARICOM})
EVERYBODY: Final = STATES | DONORS | COORDINATORS | {OBSERVER}
NOBODY: Final[frozenset[str]] = frozenset()

STRANGER: Final = "somebody without a token"


def tokens_of(forge: TokenForge) -> Mapping[str, Headers]:
    """Return what everybody sends with each request; their subjects, which name persons, are secrets too."""
    claims: Mapping[str, Mapping[str, Any]] = {
        **{state: {"role": Role.RECIPIENT, "state": state} for state in STATES},
        **{donor: {"role": Role.DONOR, "organisation": donor} for donor in DONORS},
        SECRETARIAT: {"role": Role.COORDINATOR},
        OF_ECOWAS: {"role": Role.COORDINATOR, "regions": ["ecowas"]},
        OF_CARICOM: {"role": Role.COORDINATOR, "regions": ["caricom"]},
        OBSERVER: {"role": Role.OBSERVER},
    }
    return {STRANGER: {}} | {who: forge.headers(sub=marker(who, SUBJECT), **each) for who, each in claims.items()}
