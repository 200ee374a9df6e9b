"""The controlled vocabulary of assistance: one tree of categories and the term lists that records may use."""

from shared.vocabulary.categories import Category, Relation
from shared.vocabulary.faults import BrokenReferenceDataError
from shared.vocabulary.languages import LANGUAGES
from shared.vocabulary.model import Vocabulary
from shared.vocabulary.reading import load_vocabulary
from shared.vocabulary.terms import Currency, Modality, Reason, Term, Unit

__all__ = [
    "LANGUAGES",
    "BrokenReferenceDataError",
    "Category",
    "Currency",
    "Modality",
    "Reason",
    "Relation",
    "Term",
    "Unit",
    "Vocabulary",
    "load_vocabulary",
]
