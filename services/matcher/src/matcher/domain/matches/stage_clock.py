"""Until when a match may stand where it stands: by its stage's period, or by its own plan of delivery."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from matcher.domain.matches.clocks import StagePeriods
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.life_cycle import Status

AFTER_THE_LAST: Final = timedelta(days=30)
"""How long after a planned day something may still come before it is overdue."""


def deadline_of(status: Status, since: datetime, plan: DeliveryPlan, periods: StagePeriods) -> datetime | None:
    """Return until when the match may stand in this stage; None where it has come to its end.

    A plan goes before the usual period: delivery lasts until 30 days after the latest planned milestone, and a match
    that is confirmed does not run out before its first one could have come.
    """
    usual = periods.deadline(status, since)
    days = sorted(milestone.planned for milestone in plan.milestones)
    if usual is None or not days or status not in {"confirmed", "in_delivery"}:
        return usual
    planned = [datetime.combine(day, time.max, UTC).replace(microsecond=0) + AFTER_THE_LAST for day in days]
    return planned[-1] if status == "in_delivery" else max(usual, planned[0])
