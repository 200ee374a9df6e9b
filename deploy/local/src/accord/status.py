"""What runs, whether it is ready, and how much it holds."""

from typing import Any

import httpx

from accord import loopback
from accord.failures import CommandFailed
from accord.layout import HOST, SERVICES, Ports
from accord.readiness import http_answers, port_answers
from accord.stack_state import StackState
from accord.tokens import TokenSource


def status_of(ports: Ports, state: StackState, tokens: TokenSource) -> dict[str, Any]:
    """Return the stack's state as JSON data; counts are null where a service does not answer."""
    paths = dict.fromkeys(SERVICES, "/readyz") | {"identity": "/livez"}
    services = {
        name: {"url": ports.url(name), "ready": http_answers(ports.url(name) + path)} for name, path in paths.items()
    }
    broker_port = ports.by_name["broker"]
    return {
        "running": state.is_running(),
        "services": services,
        "counts": _counts(ports, tokens),
        "broker": {"bootstrap": f"{HOST}:{broker_port}", "ready": port_answers(broker_port)},
        "database": {"ready": _is_part_alive(state, "postgres") and services["needs"]["ready"]},
    }


def _counts(ports: Ports, tokens: TokenSource) -> dict[str, int | None]:
    try:
        bearer = {"Authorization": f"Bearer {tokens.token_for({'role': 'coordinator'})}"}
    except CommandFailed:
        bearer = {}
    with loopback.client(headers=bearer, timeout=10) as client:
        answers = {name: _statistics(client, ports.url(name)) for name in SERVICES}
    return {
        "needs": answers["needs"].get("needs"),
        "offers": answers["offers"].get("offers"),
        "needs_with_candidates": answers["matcher"].get("needs_with_candidates"),
        "events": answers["matcher"].get("events_applied"),
    }


def _statistics(client: httpx.Client, url: str) -> dict[str, Any]:
    try:
        answer = client.get(f"{url}/v1/statistics")
    except httpx.HTTPError:
        return {}
    return answer.json() if answer.is_success else {}


def _is_part_alive(state: StackState, name: str) -> bool:
    return name in state.parts and state.parts[name].process() is not None
