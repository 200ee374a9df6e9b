#!/usr/bin/env python3
"""Writes the realm `accord` for Keycloak to standard output; `accord-realm.json` beside this file is that output.

    .venv/bin/python deploy/docker/keycloak/write_realm.py > deploy/docker/keycloak/accord-realm.json

The realm has Accord's four roles and one client scope, which gives tokens their audience and claims. People sign in
through one public client, coordinators with a second factor. Machines are for demonstration only: a client for every
State, group and donor of the sample. Secrets and passwords are placeholders, which Keycloak fills in from its
environment when it imports the file (ACCORD_DEMO_CLIENT_SECRET, ACCORD_DEMO_PASSWORD,
ACCORD_INTROSPECTION_CLIENT_SECRET).
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from accord_realm.clients import console_client, services_client
from accord_realm.people import demo_people
from accord_realm.sign_in import FLOW, authentication_flows, authenticator_settings, one_time_codes, sessions

from accord.records import needs, offers
from accord.records.converted import Converted
from accord.records.record import Record
from accord.tokens import client_of
from shared.identity.actor import PEOPLE, Role
from shared.identity.tokens import AUDIENCE

REALM: Final = "accord"
SCOPE: Final = "accord"
PLACEHOLDER: Final = "${ACCORD_DEMO_CLIENT_SECRET}"
TOKEN_SECONDS: Final = 300
ROLES: Final = tuple(role for role in Role if role in PEOPLE)
SCOPES_OF_PARTIES: Final = ("state", "organisation", "regions")

Party = Mapping[str, str]
Json = dict[str, Any]


def realm() -> Json:
    """Return the whole realm, as Keycloak's RealmRepresentation."""
    clients = {client_of(party): party for party in demo_parties()}
    by_name = sorted(clients.items())
    return {
        "id": REALM,
        "realm": REALM,
        "displayName": "Accord (demonstration)",
        "enabled": True,
        "sslRequired": "external",
        "accessTokenLifespan": TOKEN_SECONDS,
        **sessions(),
        **one_time_codes(),
        "browserFlow": FLOW,
        "authenticationFlows": authentication_flows(),
        "authenticatorConfig": authenticator_settings(),
        "roles": {"realm": [{"name": role.value, "description": f"{role.value} in Accord"} for role in ROLES]},
        "clientScopes": [client_scope()],
        "defaultDefaultClientScopes": [SCOPE],
        "scopeMappings": [{"clientScope": SCOPE, "roles": [role.value for role in ROLES]}],
        "components": {"org.keycloak.userprofile.UserProfileProvider": [user_profile()]},
        "clients": [console_client(), services_client(), *(demo_client(name, party) for name, party in by_name)],
        "users": [*demo_people(), *(service_account(name, party) for name, party in by_name)],
    }


def demo_parties() -> Iterator[Party]:
    """Yield who may speak in the demonstration: all who post a record of the sample, and two who see everything."""
    yield {"role": "coordinator"}
    yield {"role": "observer"}
    yield from posters("needs.jsonl", needs.FIELDS, needs.need_from)
    yield from posters("offers.jsonl", offers.FIELDS, offers.offer_from)


def posters(sample: str, fields: frozenset[str], convert: Callable[..., Converted]) -> Iterator[Party]:
    """Yield the poster of each record in a sample file."""
    lines = files("accord").joinpath("samples", sample).read_bytes().splitlines()
    for line in lines:
        yield convert(Record.parse(line, fields), historic=True).poster


def client_scope() -> Json:
    """Return the scope every client has; it applies to accounts with a role of Accord, others get no such token.

    Accounts of people carry `state`, `organisation` or `regions` as attributes; demo clients have them hardcoded.
    """
    return {
        "name": SCOPE,
        "description": "Who speaks, in which role and for whom, to Accord's services",
        "protocol": "openid-connect",
        "attributes": {"include.in.token.scope": "true", "display.on.consent.screen": "false"},
        "protocolMappers": [
            mapper("audience", "oidc-audience-mapper", {"included.custom.audience": AUDIENCE}),
            mapper("sub", "oidc-sub-mapper", {}),
            mapper("amr", "oidc-amr-mapper", {"id.token.claim": "true"}),
            mapper("role", "oidc-usermodel-realm-role-mapper", claim("role") | {"multivalued": "true"}),
            *(
                mapper(name, "oidc-usermodel-attribute-mapper", claim(name) | {"user.attribute": name})
                for name in SCOPES_OF_PARTIES
            ),
        ],
    }


def demo_client(name: str, party: Party) -> Json:
    """Return a client that has no other use than asking for its own tokens."""
    return {
        "clientId": name,
        "description": "For demonstration only",
        "secret": PLACEHOLDER,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "fullScopeAllowed": False,
        "protocolMappers": [
            mapper(key, "oidc-hardcoded-claim-mapper", claim(key) | {"claim.value": party[key]})
            for key in SCOPES_OF_PARTIES
            if key in party
        ],
    }


def service_account(client: str, party: Party) -> Json:
    """Return the account behind a client; its id, the tokens' `sub`, is the same in every import."""
    return {
        "id": str(uuid5(NAMESPACE_DNS, f"{client}.{REALM}")),
        "username": f"service-account-{client}",
        "enabled": True,
        "serviceAccountClientId": client,
        "realmRoles": [party["role"]],
    }


def user_profile() -> Json:
    """Return what is kept of a person: only administrators may say for whom somebody speaks."""
    own = {"view": ["admin", "user"], "edit": ["admin", "user"]}
    given = {"view": ["admin", "user"], "edit": ["admin"]}
    attributes = [{"name": name, "permissions": own} for name in ("username", "email")]
    attributes += [{"name": name, "permissions": given, "multivalued": False} for name in SCOPES_OF_PARTIES]
    return {
        "providerId": "declarative-user-profile",
        "config": {"kc.user.profile.config": [json.dumps({"attributes": attributes})]},
    }


def claim(name: str) -> dict[str, str]:
    """Return the settings of a mapper that puts a text into access tokens, at the top level."""
    return {"claim.name": name, "jsonType.label": "String"}


def mapper(name: str, kind: str, settings: Mapping[str, str]) -> Json:
    """Return a protocol mapper of Keycloak."""
    return {
        "name": name,
        "protocol": "openid-connect",
        "protocolMapper": kind,
        "config": {**settings, "access.token.claim": "true", "introspection.token.claim": "true"},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(realm(), indent=1, ensure_ascii=False) + "\n")
