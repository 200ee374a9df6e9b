"""Tokens that the provider did sign, for somebody else, for something else or for another time."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.identity.refusals import Refusal
from tests.support.forging.attempt import Attempt, claiming, heading
from tests.support.tokens import ABSENT, TokenForge

NO_TIMES: Final[tuple[Any, ...]] = (None, True, False, "9999999999", "tomorrow", "", [], [9999999999], {})
NO_NUMBERS: Final = (float("nan"), float("inf"), float("-inf"))


def meant_otherwise(forge: TokenForge) -> Iterator[Attempt]:
    """Yield every kind."""
    now = forge.claims()["iat"]
    said: Mapping[str, tuple[Refusal, list[dict[str, Any]]]] = {
        "for the audience": (
            Refusal.WRONG_AUDIENCE,
            [
                {"aud": each}
                for each in (
                    *(ABSENT, None, "", "account", "Accord", "accord ", "accord\0", "not-accord"),
                    *([], ["account"], [["accord"]], {"accord": True}, 1),
                )
            ],
        ),
        "from the issuer": (
            Refusal.WRONG_ISSUER,
            [
                {"iss": each}
                for each in (
                    *(ABSENT, None, "", "https://elsewhere.test", f"{forge.issuer}/", forge.issuer.upper()),
                    *(f"{forge.issuer}.attacker.test", f"{forge.issuer}@attacker.test", [forge.issuer], True),
                )
            ],
        ),
        "of the kind": (
            Refusal.WRONG_TYPE,
            [{"typ": each} for each in ("ID", "Refresh", "Offline", "Logout", "bearer", "", None, ["Bearer"], 7)],
        ),
        "out of date": (
            Refusal.EXPIRED,
            [{"exp": each} for each in (now - 60, now - 3600, now - 60.0, 0, -1, -(10**400), 1e-300)],
        ),
        "before its time": (
            Refusal.NOT_YET_VALID,
            [{name: now + later} for name in ("nbf", "iat") for later in (61, 3600, 10**12, 10**400)],
        ),
        "with a time that is none": (
            Refusal.MALFORMED,
            [{"exp": ABSENT}, *({n: each} for n in ("exp", "nbf", "iat") for each in (*NO_TIMES, *NO_NUMBERS))],
        ),
    }
    for what, (reason, claims) in said.items():
        yield from claiming(forge, reason, what, claims)
    kinds = ("logout+jwt", "dpop+jwt", "secevent+jwt", "JWE", "at+jwt;q=1", "", None, ["JWT"], 7)
    yield from heading(forge, Refusal.WRONG_TYPE, "of the type", [{"typ": each} for each in kinds])
    others = ({"crit": ["exp"]}, {"crit": []}, {"crit": None}, {"b64": False, "crit": ["b64"]}, {"b64": True})
    yield from heading(forge, Refusal.MALFORMED, "that has to be read otherwise", others)
