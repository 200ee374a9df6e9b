"""From a published reservation to what a match takes notice of."""

from matcher.domain.matches.holds import Answer
from shared.events.reservations import ReservationState


def answer_from(state: ReservationState) -> Answer:
    """Return the answer that the reservation is; shortfalls as JSON values."""
    return Answer(
        side=state.side,
        version=state.version,
        match_version=state.match_version,
        holds=state.status in {"held", "confirmed"},
        refuses=state.status == "refused",
        shortfalls=tuple({**each.model_dump(mode="json"), "side": state.side} for each in state.shortfalls),
    )
