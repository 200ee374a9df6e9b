"""Reads the vocabulary from the data files of this package, once for each process."""

from functools import cache

from shared.vocabulary.category_file import read_categories
from shared.vocabulary.model import Vocabulary
from shared.vocabulary.term_files import read_currencies, read_modalities, read_reasons, read_terms, read_units


@cache
def load_vocabulary() -> Vocabulary:
    """Return the one vocabulary of this process; BrokenReferenceDataError if its files break a rule."""
    return Vocabulary(
        categories=read_categories(),
        modalities=read_modalities(),
        stages=read_terms("stages"),
        target_groups=read_terms("target_groups"),
        units=read_units(),
        currencies=read_currencies(),
        donor_kinds=read_terms("donor_kinds"),
        applicant_kinds=read_terms("applicant_kinds"),
        conditions=read_terms("conditions"),
        delivery_models=read_terms("delivery_models"),
        upkeep=read_terms("upkeep"),
        shortfalls=read_terms("shortfalls"),
        match_reasons=read_reasons(),
    )
