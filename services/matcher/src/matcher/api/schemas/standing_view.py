"""Needs and offers in lists, each with how it stands."""

from matcher.api.schemas.candidate_view import NeedReference, OfferReference


class NeedInList(NeedReference):
    """A need with the number of its candidates that you may know of, and the best score among them."""

    status: str
    candidates: int
    best_score: int | None


class OfferInList(OfferReference):
    """An offer with the number of its candidates that you may know of, and the best score among them."""

    status: str
    candidates: int
    best_score: int | None
