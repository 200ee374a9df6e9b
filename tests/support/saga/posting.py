"""What States and donors do with their records, by the services' own use cases."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from needs.application.amend_need import AmendNeed, amend_need
from needs.application.close_need import CloseNeed, close_need
from needs.application.keep_deadlines import KeepDeadlines, keep_deadlines
from needs.application.open_need import OpenNeed, open_need
from needs.application.reconfirm_need import ReconfirmNeed, reconfirm_need
from needs.application.register_need import RegisterNeed, register_need
from needs.application.withdraw_need import WithdrawNeed, withdraw_need
from needs.domain.details import NeedDetails
from needs.domain.need import Need
from offers.application.amend_offer import AmendOffer, amend_offer
from offers.application.close_offer import CloseOffer, close_offer
from offers.application.open_offer import OpenOffer, open_offer
from offers.application.pause_offer import PauseOffer, pause_offer
from offers.application.register_offer import RegisterOffer, register_offer
from offers.application.resume_offer import ResumeOffer, resume_offer
from offers.application.review_confirmations import ReviewConfirmations, review_confirmations
from offers.domain.details import OfferDetails
from offers.domain.offer import Offer
from tests.support.saga.counter import Counter
from tests.support.saga.records import donor, recipient

REASON = "The plans have changed."


@dataclass(frozen=True)
class NeedDesk:
    """The States, at the needs service."""

    counter: Counter

    def all(self) -> list[Need]:
        """Return the needs as they are committed, oldest first."""
        return self.counter.all_of(Need)

    def post(self, details: NeedDetails) -> Need:
        """Register a need and circulate it."""
        draft = self._do(register_need, RegisterNeed(details), details.states[0])
        return self._do(open_need, OpenNeed(draft.id, consent=True, insist=True, expected_version=1), draft.lead)

    def amend(self, need: Need, quantity: int) -> Need:
        """Ask for another quantity of the first component."""
        first, *rest = need.details().components
        changed = replace(need.details(), components=(replace(first, quantity=Decimal(quantity)), *rest))
        return self._do(amend_need, AmendNeed(need.id, changed, need.version, REASON), need.lead)

    def withdraw(self, need: Need) -> Need:
        """Take a need back."""
        return self._do(withdraw_need, WithdrawNeed(need.id, REASON, need.version), need.lead)

    def close(self, need: Need) -> Need:
        """Declare a need fulfilled."""
        return self._do(close_need, CloseNeed(need.id, REASON, need.version), need.lead)

    def reconfirm(self, need: Need) -> Need:
        """Say that a need still stands."""
        return self._do(reconfirm_need, ReconfirmNeed(need.id, need.version), need.lead)

    def keep_deadlines(self) -> None:
        """Remind of and expire what nobody confirmed."""
        self.counter.carry_out(keep_deadlines, KeepDeadlines())

    def _do(self, use_case: Any, command: Any, state: str) -> Need:
        return self.counter.carry_out(use_case, command, actor=recipient(state))


@dataclass(frozen=True)
class OfferDesk:
    """The donors, at the offers service."""

    counter: Counter

    def all(self) -> list[Offer]:
        """Return the offers as they are committed, oldest first."""
        return self.counter.all_of(Offer)

    def post(self, details: OfferDetails) -> Offer:
        """Register an offer and open it."""
        draft = self._do(register_offer, RegisterOffer(details), details.donor.organisation)
        return self._do(open_offer, OpenOffer(draft.id, expected_version=1), draft.donor.organisation)

    def amend(self, offer: Offer, pledged: int) -> Offer:
        """Pledge another quantity of the first line."""
        first, *rest = offer.details().lines
        changed = replace(offer.details(), lines=(replace(first, pledged=Decimal(pledged)), *rest))
        return self._do(amend_offer, AmendOffer(offer.id, changed, offer.version, REASON), offer.donor.organisation)

    def pause(self, offer: Offer) -> Offer:
        """Take no new matches for a while, or take them again."""
        if offer.status == "paused":
            return self._do(resume_offer, ResumeOffer(offer.id, offer.version), offer.donor.organisation)
        return self._do(pause_offer, PauseOffer(offer.id, REASON, offer.version), offer.donor.organisation)

    def close(self, offer: Offer) -> Offer:
        """End an offer."""
        return self._do(close_offer, CloseOffer(offer.id, REASON, offer.version), offer.donor.organisation)

    def keep_deadlines(self) -> None:
        """Remind of and close what nobody confirmed."""
        self.counter.carry_out(review_confirmations, ReviewConfirmations(timedelta(days=30)))

    def _do(self, use_case: Any, command: Any, organisation: str) -> Offer:
        return self.counter.carry_out(use_case, command, actor=donor(organisation))
