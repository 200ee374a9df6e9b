"""Idempotency keys belong to an account in its office: with other rights it meets none of its former answers."""

from dataclasses import replace

import pytest

from shared.http.idempotency import Idempotency
from shared.identity.actor import Actor, Role

REQUEST = Idempotency("k-1", "POST /v1/needs", "digest")
AMA = Actor("ama", Role.RECIPIENT, state="GHA")
REGIONAL = Actor("kofi", Role.COORDINATOR, organisation="un", regions=frozenset({"ecowas", "africa"}))


def test_the_same_account_in_the_same_office_makes_the_same_claim() -> None:
    assert REQUEST.of(AMA) == REQUEST.of(replace(AMA))
    again = replace(REGIONAL, regions=frozenset(["africa", "ecowas"]))
    assert REQUEST.of(REGIONAL) == REQUEST.of(again)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AMA, replace(AMA, subject="kofi")),
        (AMA, replace(AMA, state="KEN")),
        (AMA, replace(AMA, role=Role.OBSERVER)),
        (REGIONAL, replace(REGIONAL, organisation="au")),
        (REGIONAL, replace(REGIONAL, regions=frozenset({"ecowas"}))),
    ],
)
def test_another_account_or_office_makes_another_claim(before: Actor, after: Actor) -> None:
    assert REQUEST.of(before) != REQUEST.of(after)


def test_without_a_key_nothing_is_claimed() -> None:
    assert replace(REQUEST, key=None).of(AMA) is None


def test_a_claim_fits_its_column() -> None:
    claim = REQUEST.of(REGIONAL)
    assert claim is not None
    assert len(claim.operation) < 60
