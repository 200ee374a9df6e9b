"""How people sign in to the realm: a password for all, and a second factor for whoever coordinates.

The flow says in each token's `amr` what was asked (RFC 8176: `pwd`, `otp`), which the services read; `acr` would
only repeat a level that a client had asked for.
"""

from typing import Any, Final

FLOW: Final = "accord browser"
SESSION_SECONDS: Final = 10 * 60 * 60
"""The longest session; what was proved when it began counts as long as it lasts."""

_FORMS: Final = "accord browser forms"
_SECOND_FACTOR: Final = "accord browser second factor"

Json = dict[str, Any]


def authentication_flows() -> list[Json]:
    """Return the browser flow with its two parts, of which the last is gone through by coordinators only."""
    return [
        _flow(
            FLOW,
            "Who has a session is let in; everybody else signs in",
            [_step("auth-cookie", "ALTERNATIVE"), _part(_FORMS, "ALTERNATIVE")],
            top_level=True,
        ),
        _flow(
            _FORMS,
            "A password, then a second factor where the role needs one",
            [_step("auth-username-password-form", "REQUIRED", config="password"), _part(_SECOND_FACTOR, "CONDITIONAL")],
        ),
        _flow(
            _SECOND_FACTOR,
            "A one-time code for coordinators, who are made to set one up where they have none",
            [
                _step("conditional-user-role", "REQUIRED", config="coordinators"),
                _step("auth-otp-form", "REQUIRED", config="one-time code"),
            ],
        ),
    ]


def authenticator_settings() -> list[Json]:
    """Return what the steps of the flow are told: whom to ask for a second factor, and what each step proves."""
    return [
        {"alias": "password", "config": _proves("pwd")},
        {"alias": "one-time code", "config": _proves("otp")},
        {"alias": "coordinators", "config": {"condUserRole": "coordinator", "negate": "false"}},
    ]


def one_time_codes() -> Json:
    """Return the rules of one-time codes (RFC 6238), each of which serves once."""
    return {
        "otpPolicyType": "totp",
        "otpPolicyAlgorithm": "HmacSHA1",
        "otpPolicyDigits": 6,
        "otpPolicyPeriod": 30,
        "otpPolicyLookAheadWindow": 1,
        "otpPolicyCodeReusable": False,
    }


def sessions() -> Json:
    """Return how long a sign-in lasts, and what guessing passwords costs."""
    return {
        "ssoSessionIdleTimeout": 30 * 60,
        "ssoSessionMaxLifespan": SESSION_SECONDS,
        "accessCodeLifespan": 60,
        "accessCodeLifespanLogin": 10 * 60,
        "accessCodeLifespanUserAction": 5 * 60,
        "revokeRefreshToken": True,
        "refreshTokenMaxReuse": 0,
        "rememberMe": False,
        "registrationAllowed": False,
        "resetPasswordAllowed": False,
        "editUsernameAllowed": False,
        "passwordPolicy": "length(12) and notUsername(undefined)",
        "bruteForceProtected": True,
        "permanentLockout": False,
        "failureFactor": 5,
        "waitIncrementSeconds": 60,
        "maxFailureWaitSeconds": 15 * 60,
        "maxDeltaTimeSeconds": 12 * 60 * 60,
    }


def _proves(method: str) -> dict[str, str]:
    return {"default.reference.value": method, "default.reference.maxAge": str(SESSION_SECONDS)}


def _flow(alias: str, description: str, executions: list[Json], *, top_level: bool = False) -> Json:
    numbered = [{**execution, "priority": 10 * place} for place, execution in enumerate(executions, start=1)]
    return {
        "alias": alias,
        "description": description,
        "providerId": "basic-flow",
        "topLevel": top_level,
        "builtIn": False,
        "authenticationExecutions": numbered,
    }


def _step(authenticator: str, requirement: str, *, config: str | None = None) -> Json:
    settings = {"authenticatorConfig": config} if config else {}
    return {"authenticator": authenticator, "requirement": requirement, "authenticatorFlow": False, **settings}


def _part(alias: str, requirement: str) -> Json:
    return {"flowAlias": alias, "requirement": requirement, "authenticatorFlow": True}
