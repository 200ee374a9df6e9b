import json
import re
import sys
from typing import Any

import pytest

from shared.identity.actor import PEOPLE
from shared.identity.claims import actor_from
from tests.support.compose_stack import SERVICES, ours
from tests.support.processes import run
from tests.support.source_tree import ROOT

DOCKERFILES = [*(f"services/{service}/Dockerfile" for service in SERVICES), "deploy/docker/keycloak/Dockerfile"]
REALM = ROOT / "deploy/docker/keycloak/accord-realm.json"
PIN = re.compile(r"^([a-z0-9_.-]+)==(\S+)", re.MULTILINE)


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def realm() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(REALM.read_text(encoding="utf-8"))
    return parsed


@pytest.mark.parametrize("path", DOCKERFILES)
def test_an_image_runs_as_a_user_of_a_fixed_number_who_is_not_root(path: str) -> None:
    users = re.findall(r"^USER (\d+)", text_of(path), re.MULTILINE)
    assert int(users[-1]) > 0


@pytest.mark.parametrize("path", DOCKERFILES)
def test_an_image_is_made_from_a_named_version_and_nothing_is_fetched_by_address(path: str) -> None:
    text = text_of(path)
    assert re.findall(r"^(?:ADD|RUN .*(?:curl|wget)).*", text, re.MULTILINE) == []
    assert all(re.search(r":\d", image) for image in re.findall(r"^ARG \w+_IMAGE=(\S+)", text, re.MULTILINE))
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) < {"${PYTHON_IMAGE}", "${KEYCLOAK_IMAGE}"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_image_has_a_health_check_and_only_locked_packages(service: str) -> None:
    text = text_of(f"services/{service}/Dockerfile")
    assert 'CMD ["python", "-m", "shared.service.probe"]' in text
    assert "--require-hashes" in text
    assert f'ENTRYPOINT ["python", "-m", "{service}.main"]' in text


def test_the_services_images_differ_by_nothing_but_the_service() -> None:
    assert len({text_of(f"services/{service}/Dockerfile").replace(service, "SERVICE") for service in SERVICES}) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_what_runs_in_containers_is_what_the_tests_ran_with(service: str) -> None:
    tested, shipped = (
        dict(PIN.findall(text_of(path))) for path in ("requirements.lock", f"deploy/docker/{service}.lock")
    )
    assert shipped
    assert {name: version for name, version in shipped.items() if tested.get(name) != version} == {}


def test_the_committed_realm_is_what_its_script_writes() -> None:
    assert REALM.read_text(encoding="utf-8") == run([sys.executable, ROOT / "deploy/docker/keycloak/write_realm.py"])


def machines() -> list[dict[str, Any]]:
    return [client for client in realm()["clients"] if client.get("serviceAccountsEnabled")]


def named(client_id: str) -> dict[str, Any]:
    return next(client for client in realm()["clients"] if client["clientId"] == client_id)


def test_demonstration_clients_have_no_secret_in_the_file_and_no_other_way_in_than_their_own() -> None:
    clients = machines()
    assert len(clients) > 70
    assert {client["secret"] for client in clients} == {"${ACCORD_DEMO_CLIENT_SECRET}"}
    assert not any(client["standardFlowEnabled"] or client["directAccessGrantsEnabled"] for client in clients)


def test_every_demonstration_client_speaks_for_somebody_whom_accord_knows() -> None:
    accounts = [user for user in realm()["users"] if "serviceAccountClientId" in user]
    roles = {user["serviceAccountClientId"]: user["realmRoles"] for user in accounts}
    for client in machines():
        settings = [mapper["config"] for mapper in client["protocolMappers"]]
        claims = {each["claim.name"]: each["claim.value"] for each in settings}
        actor = actor_from({"sub": client["clientId"], "role": roles[client["clientId"]], **claims})
        scope = actor.state or actor.organisation or ",".join(actor.regions)
        assert client["clientId"] == "-".join(filter(None, [actor.role.value, scope.lower()]))


def test_people_sign_in_by_code_with_pkce_and_are_sent_back_to_one_address_of_this_machine() -> None:
    console = named("accord-console")
    assert console["publicClient"]
    assert console["attributes"]["pkce.code.challenge.method"] == "S256"
    assert console["redirectUris"] == ["http://127.0.0.1:8700/callback"]
    ways = ["implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled", "fullScopeAllowed"]
    assert [way for way in ways if console[way]] == []


def test_the_client_that_asks_about_sessions_has_no_way_in_and_no_secret_in_the_file() -> None:
    services = named("accord")
    assert services["secret"] == "${ACCORD_INTROSPECTION_CLIENT_SECRET}"
    assert [name for name, on in services.items() if name.endswith("Enabled") and on] == []


def test_every_role_has_a_demonstration_person_whom_accord_knows_and_no_password_in_the_file() -> None:
    people = [user for user in realm()["users"] if "serviceAccountClientId" not in user]
    spoken_for = [actor_from({"sub": user["id"], "role": user["realmRoles"], **user["attributes"]}) for user in people]
    assert {actor.role for actor in spoken_for} == PEOPLE
    credentials = [credential for user in people for credential in user["credentials"]]
    assert {credential["value"] for credential in credentials} == {"${ACCORD_DEMO_PASSWORD}"}


def test_tokens_are_short_lived_and_a_refresh_token_serves_once() -> None:
    written = realm()
    assert (written["accessTokenLifespan"], written["revokeRefreshToken"], written["refreshTokenMaxReuse"]) == (
        300,
        True,
        0,
    )
    assert written["ssoSessionIdleTimeout"] < written["ssoSessionMaxLifespan"] <= 36_000
    assert written["bruteForceProtected"]


def test_the_machines_that_compose_lets_coordinate_are_the_realms_own_coordinators() -> None:
    coordinators = {client["clientId"] for client in machines() if client["clientId"].startswith("coordinator")}
    for service in SERVICES:
        told = ours()[f"{service}-api"]["environment"]["ACCORD_OIDC_MACHINE_COORDINATORS"]
        assert set(told.split(",")) == coordinators
