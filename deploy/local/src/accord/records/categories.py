"""From the short list of categories that records use to the assistance vocabulary."""

from accord.records.record import BadRecord
from accord.records.words import first, subjects_in
from shared.vocabulary import load_vocabulary

RENAMED = {"survey_assessment": "data_survey"}
NOT_A_SUBJECT = {"training", "multi"}
"""Training is a form of help, and `multi` stands for several subjects."""

GENERAL = "national_coordination"
"""Where a record names no subject at all, the help is for the national body that asks."""


def categories_of(field: str, keys: list[str], text: str) -> list[str]:
    """Return vocabulary keys for a record's categories, without doubles and in their order; BadRecord for others."""
    subjects = [_renamed(field, key, text) for key in keys if key not in NOT_A_SUBJECT]
    return list(dict.fromkeys(first(subjects, subjects_in(text), [GENERAL])))


def _renamed(field: str, key: str, text: str) -> str:
    if key == "collection_awareness":
        return "awareness" if "awareness" in subjects_in(text) else "collection"
    renamed = RENAMED.get(key, key)
    if renamed not in load_vocabulary().categories:
        raise BadRecord(field, f"expected a category of docs/data-format.md, got {key!r}")
    return renamed
