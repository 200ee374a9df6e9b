"""The coordinator's pins, found among the pairs of the problem or refused with a reason."""

from collections.abc import Sequence

from matcher.domain.rounds.outcome import Refused
from matcher.domain.rounds.parts import Given, Pair, Pin, Wanted
from matcher.domain.rounds.settings import Choice, RoundSettings


def pinned(
    settings: RoundSettings, wanted: Sequence[Wanted], given: Sequence[Given], pairs: Sequence[Pair]
) -> tuple[tuple[Pin, ...], tuple[Refused, ...]]:
    """Return the pins that some plan might hold, by the place of their pair, and those that none can."""
    places = {
        (wanted[pair.component].component_id, given[pair.line].line_id): place for place, pair in enumerate(pairs)
    }
    pins: list[Pin] = []
    refused: list[Refused] = []
    for choice in sorted(settings.pins, key=lambda choice: (choice.component_id, choice.line_id)):
        place = places.get((choice.component_id, choice.line_id))
        reason = "not_permitted" if place is None else _what_is_wrong(choice, pairs[place])
        if place is None or reason is not None:
            refused.append(refusal(choice, reason or "not_permitted"))
        else:
            pins.append(Pin(place, choice.quantity))
    return tuple(pins), tuple(refused)


def refusal(choice: Choice, reason: str) -> Refused:
    """Return the refusal of a pin for one of the reasons not_permitted, quantity_not_possible, not_together."""
    facts = {"quantity": choice.quantity}
    return Refused(choice.component_id, choice.line_id, reason, f"round.pin.{reason}", facts)


def _what_is_wrong(choice: Choice, pair: Pair) -> str | None:
    if choice.quantity is None:
        return None
    fits = pair.asked is not None and pair.least <= choice.quantity <= pair.most and choice.quantity % pair.step == 0
    return None if fits else "quantity_not_possible"
