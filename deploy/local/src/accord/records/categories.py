"""From the short list of categories that records use to the assistance vocabulary."""

from accord.records.record import BadRecord
from accord.records.words import first, subjects_in
from shared.vocabulary import load_vocabulary

RENAMED = {"survey_assessment": "data_survey"}
EITHER = "collection_awareness"
TRAINING = "training"
NOT_A_SUBJECT = {TRAINING, "multi"}
"""Training is a form of help, and `multi` stands for several subjects."""

GENERAL = "national_coordination"
"""Where a record names no subject at all, the help is for the national body that asks."""

OF_OFFICIALS = "national_commission"
"""The entry below `GENERAL` that training of officials serves: near it, and not as near as the subject itself."""


def asked_categories(field: str, keys: list[str], text: str) -> list[str]:
    """Return vocabulary keys for what a need asks for; of a key that stands for two, the one its text speaks of."""
    one = "awareness" if "awareness" in subjects_in(text) else "collection"
    return _categories(field, keys, text, {EITHER: [one]})


def offered_categories(field: str, keys: list[str], text: str) -> list[str]:
    """Return vocabulary keys for what an offer gives; a key that stands for two gives both."""
    return _categories(field, keys, text, {EITHER: ["collection", "awareness"]})


def _categories(field: str, keys: list[str], text: str, either: dict[str, list[str]]) -> list[str]:
    subjects = [
        key for given in keys if given not in NOT_A_SUBJECT for key in either.get(given) or _renamed(field, given)
    ]
    return list(dict.fromkeys(first(subjects, subjects_in(text), [GENERAL])))


def _renamed(field: str, key: str) -> list[str]:
    renamed = RENAMED.get(key, key)
    if renamed not in load_vocabulary().categories:
        raise BadRecord(field, f"expected a category of docs/data-format.md, got {key!r}")
    return [renamed]
