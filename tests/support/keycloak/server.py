"""The real Keycloak with the committed realm, on this machine's JVM, in memory, on loopback."""

import json
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Final

import httpx

from tests.support.keycloak.browser import PATIENCE
from tests.support.keycloak.distribution import distribution, java
from tests.support.ports import free_port
from tests.support.processes import ServerProcess
from tests.support.source_tree import ROOT
from tests.support.waiting import WillNeverHoldError, wait_until

_REALM: Final = ROOT / "deploy/docker/keycloak/accord-realm.json"
_JVM: Final = (
    "-Xms128m",
    "-Xmx512m",
    "-XX:TieredStopAtLevel=1",
    "-Duser.language=en",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    *(f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in ("util", "util.concurrent", "security", "lang")),
)
_STARTING_SECONDS: Final = 300.0  # 13 s on a machine at rest
MACHINES: Final = frozenset({"coordinator-ecowas", "observer"})
"""The demonstration's machines that are taken in; the other seventy are like them, and each costs time."""


class Keycloak:
    """One server, whose secrets are made for it; what it keeps lives as long as it does.

    People and clients reach it at `endpoints`, services at `inside`: under another name, as between containers.
    """

    def __init__(self) -> None:
        self._port, self._management = free_port(), free_port()
        self.issuer = f"http://127.0.0.1:{self._port}/realms/accord"
        self.endpoints = f"{self.issuer}/protocol/openid-connect"
        self.inside = self.endpoints.replace("127.0.0.1", "localhost")
        self.client_secret, self.password, self.services_secret = (secrets.token_hex(32) for _ in range(3))
        self._java, self._distribution = java(), distribution()
        self._home = Path(tempfile.mkdtemp(prefix="accord-keycloak-"))
        self._server: ServerProcess | None = None

    def start(self) -> None:
        """Start it, let it take in the realm, and wait until it is ready."""
        imported = self._home / "data" / "import"
        imported.mkdir(parents=True)
        (imported / _REALM.name).write_text(_realm(), encoding="utf-8")
        for part in ("conf", "lib", "providers", "themes"):
            (self._home / part).symlink_to(self._distribution / part)
        command = [self._java, *_JVM, f"-Dkc.home.dir={self._home}", "-cp", self._home / "lib" / "quarkus-run.jar"]
        command += ["io.quarkus.bootstrap.runner.QuarkusEntryPoint", "start", "--optimized", "--import-realm"]
        self._server = ServerProcess(command, directory=self._home, environment=self._environment())
        wait_until(self._is_ready, within=_STARTING_SECONDS, what="Keycloak is ready")
        # Services wait five seconds for an answer, so that what it never did before is done before they ask.
        assert self.told_about(self.token_of("observer").json()["access_token"], "accord", self.services_secret)

    def token_of(self, client: str) -> httpx.Response:
        """Ask for the token of one of the demonstration's machines."""
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": self.client_secret}
        return httpx.post(f"{self.endpoints}/token", data=form, trust_env=False, timeout=PATIENCE)

    def told_about(self, token: str, *client: str) -> bool:
        """Ask as a client (id, secret) whether a token is active."""
        user, password = client
        endpoint = f"{self.inside}/token/introspect"
        answer = httpx.post(endpoint, data={"token": token}, auth=(user, password), trust_env=False, timeout=PATIENCE)
        return bool(answer.json()["active"])

    def close(self) -> None:
        """End it and remove what it kept."""
        if self._server is not None:
            self._server.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _is_ready(self) -> bool:
        if self._server is None or not self._server.alive:
            raise WillNeverHoldError(f"Keycloak ended: {self._server and self._server.last_words()}")
        return httpx.get(f"http://127.0.0.1:{self._management}/health/ready", trust_env=False).is_success

    def _environment(self) -> dict[str, str]:
        return {
            "KC_HTTP_ENABLED": "true",
            "KC_HTTP_HOST": "127.0.0.1",
            "KC_HTTP_PORT": str(self._port),
            "KC_HTTP_MANAGEMENT_HOST": "127.0.0.1",
            "KC_HTTP_MANAGEMENT_PORT": str(self._management),
            "KC_HOSTNAME": f"http://127.0.0.1:{self._port}",
            "KC_HOSTNAME_BACKCHANNEL_DYNAMIC": "true",
            "ACCORD_DEMO_CLIENT_SECRET": self.client_secret,
            "ACCORD_DEMO_PASSWORD": self.password,
            "ACCORD_INTROSPECTION_CLIENT_SECRET": self.services_secret,
        }


def _realm() -> str:
    """Return the committed realm with few machines and all else as it is."""
    realm = json.loads(_REALM.read_text(encoding="utf-8"))
    realm["clients"] = [
        client for client in realm["clients"] if not client["serviceAccountsEnabled"] or client["clientId"] in MACHINES
    ]
    realm["users"] = [user for user in realm["users"] if user.get("serviceAccountClientId", "observer") in MACHINES]
    return json.dumps(realm)
