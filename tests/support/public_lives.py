"""What may happen to a need or an offer on its way, step by step, as chance has it."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

from needs.domain.identifiers import MatchId
from needs.domain.need import Need
from needs.domain.visibility import Visibility as NeedVisibility
from offers.domain.visibility import Visibility as OfferVisibility
from shared.identifiers import new_id
from tests.support.need_examples import KENYA, NOW

Step = Callable[[Any, random.Random], None]


def next_step(record: Any, chance: random.Random) -> Step:
    """Choose what happens next to a record where it stands."""
    if record.status == "closed":
        return free_what_was_held
    if record.status == "draft":
        return chance.choice((open_it, open_it, show_to_others, end))
    return chance.choices((show_to_others, go_on, end), (6, 3, 2))[0]


def open_it(record: Any, _chance: random.Random) -> None:
    """Let others know of it."""
    if isinstance(record, Need):
        record.open(consent=True, insist=True, by=KENYA.subject, now=NOW)
    else:
        record.open(NOW)


def show_to_others(record: Any, chance: random.Random) -> None:
    """Give it any visibility, the one that it has included."""
    visibilities = get_args(NeedVisibility if isinstance(record, Need) else OfferVisibility)
    record.amend(replace(record.details(), visibility=chance.choice(visibilities)), NOW)


def go_on(record: Any, chance: random.Random) -> None:
    """Do something that changes neither who may see it nor whether it stands."""
    remind = record.reminded_at is None and chance.random() < 0.5
    (record.remind if remind else record.reconfirm)(NOW)


def end(record: Any, chance: random.Random) -> None:
    """End it in one of the ways in which its author can."""
    if isinstance(record, Need) and (record.status == "draft" or chance.random() < 0.6):
        record.withdraw("superseded", NOW)
    else:
        record.close("superseded", NOW)


def free_what_was_held(record: Any, _chance: random.Random) -> None:
    """Let its figures move although it has ended, as matches do that end with it."""
    if isinstance(record, Need):
        record.cover(MatchId(new_id()), (), NOW)
    else:
        record.remind(NOW)
