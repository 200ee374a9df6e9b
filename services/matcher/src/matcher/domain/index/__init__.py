"""The offers as arrays over their lines: the exact score of all that answer a need, at once."""

from matcher.domain.index.inquiry import Inquiry
from matcher.domain.index.offer_index import OfferIndex
from matcher.domain.index.outlook import Outlook
from matcher.domain.index.search import best_offers

__all__ = ["Inquiry", "OfferIndex", "Outlook", "best_offers"]
