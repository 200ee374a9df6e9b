"""Who calls while the services are fuzzed: each role, two States and two donors, and nobody.

`SEN` and `swe` never call: what is theirs alone may be in no answer at all.
"""

from collections.abc import Mapping
from typing import Final

from tests.support.running_service import Headers
from tests.support.tokens import TokenForge

NOBODY: Final = "nobody"
ABSENT_STATE: Final = "SEN"
ABSENT_DONOR: Final = "swe"
COORDINATORS: Final = frozenset({"coordinator", "coordinator_ecowas"})
CAST: Final = ("recipient_bfa", "recipient_ken", "donor_eu", "donor_deu", *sorted(COORDINATORS), "observer", NOBODY)
SHARES: Final = (20, 10, 20, 10, 24, 8, 6, 2)
"""How many calls in a hundred each of them makes where it is left to chance."""


def signed_in(forge: TokenForge) -> Mapping[str, Headers]:
    """Return what each of them shows."""
    return {
        "recipient_bfa": forge.as_recipient("BFA"),
        "recipient_ken": forge.as_recipient("KEN"),
        "donor_eu": forge.as_donor("eu"),
        "donor_deu": forge.as_donor("deu"),
        "coordinator": forge.as_coordinator(),
        "coordinator_ecowas": forge.as_coordinator("ecowas"),
        "observer": forge.as_observer(),
        NOBODY: {},
    }
