"""Sums of an IATI activity's amounts: by kind and currency, never converted and never added across kinds."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from accord.activities.iati.elements import Element, attribute, decimal_of
from accord.records.record import BadRecord

TRANSACTIONS: Final = {"2": "commitment", "3": "disbursement", "4": "expenditure"}
"""Codes of TransactionType that tell of money going out; incoming funds are another activity's."""

REVISED: Final = "2"
CENT: Final = Decimal("0.01")


def amounts_of(activity: Element) -> list[dict[str, Any]]:
    """Return a sum for each kind and currency that comes to more than nothing, in the order of first mention."""
    sums: dict[tuple[str, str], Decimal] = {}
    for kind, currency, amount in _amounts(activity):
        sums[kind, currency] = sums.get((kind, currency), Decimal(0)) + amount
    return [
        {"kind": kind, "amount": float(total.quantize(CENT)), "currency": currency}
        for (kind, currency), total in sums.items()
        if total >= CENT
    ]


def _amounts(activity: Element) -> Iterator[tuple[str, str, Decimal]]:
    for budget in _valid_budgets(activity):
        yield ("budget", *_value(activity, budget, "budget"))
    for planned in activity.findall("planned-disbursement"):
        yield ("planned_disbursement", *_value(activity, planned, "planned-disbursement"))
    for transaction in activity.findall("transaction"):
        kind = transaction.find("transaction-type")
        name = TRANSACTIONS.get(attribute(kind, "code") or "") if kind is not None else None
        if name is not None:
            yield (name, *_value(activity, transaction, "transaction"))


def _valid_budgets(activity: Element) -> list[Element]:
    """Leave out an original budget whose period has a revised one, which takes its place."""
    budgets = activity.findall("budget")
    revised = {_period(each) for each in budgets if attribute(each, "type") == REVISED}
    return [each for each in budgets if attribute(each, "type") == REVISED or _period(each) not in revised]


def _period(budget: Element) -> tuple[str | None, ...]:
    ends = (budget.find("period-start"), budget.find("period-end"))
    return tuple(None if end is None else attribute(end, "iso-date") for end in ends)


def _value(activity: Element, holder: Element, field: str) -> tuple[str, Decimal]:
    value = holder.find("value")
    if value is None or not (value.text or "").strip():
        raise BadRecord(f"{field}/value", "expected an amount")
    currency = attribute(value, "currency") or attribute(activity, "default-currency")
    if currency is None:
        raise BadRecord(f"{field}/value/@currency", "expected a currency here, or a default-currency of the activity")
    return currency.upper(), decimal_of(value.text or "", f"{field}/value")
