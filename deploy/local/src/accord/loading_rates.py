"""Loading a table of exchange rates through the matcher's own API, as a coordinator of all regions."""

import hashlib
from typing import Any

import httpx

from accord.failures import CommandFailed
from accord.tokens import TokenSource


def load_rate_table(matcher_url: str, tokens: TokenSource, document: bytes) -> dict[str, Any]:
    """Send the JSON document as it is, and return the table; CommandFailed names each field that is refused.

    Sent again within a day, the same document loads nothing: its digest is the idempotency key.
    """
    headers = {
        "Authorization": f"Bearer {tokens.token_for({'role': 'coordinator'})}",
        "Content-Type": "application/json",
        "Idempotency-Key": hashlib.sha256(document).hexdigest(),
    }
    try:
        answer = httpx.post(
            f"{matcher_url}/v1/rate-tables", content=document, headers=headers, timeout=30, trust_env=False
        )
    except httpx.HTTPError as error:
        raise CommandFailed(f"the matcher does not answer: {error}") from error
    if not answer.is_success:
        raise CommandFailed(f"the rates were refused: {_reason(answer)}")
    return answer.json()


def _reason(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return answer.text[:300]
    errors: list[dict[str, str]] = problem.get("errors") or []
    return "; ".join(f"{each.get('pointer', '?')}: {each['detail']}" for each in errors) or str(problem.get("detail"))
