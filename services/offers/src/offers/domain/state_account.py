"""What one State has under one offer, against the most that it may have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from offers.domain.ceiling import Ceiling
from offers.domain.line import OfferLine
from shared.errors import Conflict
from shared.statements.standings import NOTHING


@dataclass(eq=False, kw_only=True)
class StateAccount:
    """What is engaged for a State, in the measure of the offer's ceiling; `ceiling` None = there is none any more.

    The database refuses `engaged` above `ceiling` and below nothing.
    """

    state: str
    position: int
    engaged: Decimal = NOTHING
    ceiling: Decimal | None = None


def charge(accounts: list[StateAccount], changes: Mapping[str, Decimal], ceiling: Ceiling | None) -> None:
    """Count more or less for States; an account is opened for a State that had none."""
    by_state = {account.state: account for account in accounts}
    for state, change in changes.items():
        account = by_state.get(state)
        if account is None:
            account = StateAccount(state=state, position=len(accounts), ceiling=ceiling.amount if ceiling else None)
            accounts.append(account)
        account.engaged += change


def follow_ceiling(
    accounts: Sequence[StateAccount], lines: Sequence[OfferLine], former: Ceiling | None, wanted: Ceiling | None
) -> None:
    """Have every account keep to the new ceiling.

    Raises Conflict, before anything is changed. `ceiling-below-commitments`: a State has more already.
    `ceiling-measure-in-use`: something is engaged that was not counted in the new ceiling's unit or currency.
    """
    if wanted == former:
        return
    if wanted is not None:
        _must_be_counted_so(lines, former, wanted)
        for account in accounts:
            _must_cover(account, wanted)
    for account in accounts:
        account.ceiling = None if wanted is None else wanted.amount


def _must_be_counted_so(lines: Sequence[OfferLine], former: Ceiling | None, wanted: Ceiling) -> None:
    in_use = any(line.reserved + line.committed + line.delivered > 0 for line in lines)
    if in_use and (former is None or (former.unit, former.currency) != (wanted.unit, wanted.currency)):
        detail = "Something of the offer is reserved, committed or delivered and was not counted so: the ceiling stays."
        raise Conflict(detail, code="ceiling-measure-in-use", pointer="/per_state_ceiling")


def _must_cover(account: StateAccount, wanted: Ceiling) -> None:
    if account.engaged > wanted.amount:
        amount = f"{account.engaged:f}"
        detail = f"{account.state} has {amount} reserved, committed or delivered: the ceiling cannot fall below that."
        raise Conflict(
            detail,
            code="ceiling-below-commitments",
            pointer="/per_state_ceiling/amount",
            state=account.state,
            engaged=amount,
            unit=wanted.unit,
        )
