"""What the short English texts of a record say of the form of help and of its subject; marked as inferred."""

import re
from collections.abc import Iterable

MODALITIES = {
    "training": r"\btrain|\bcourse|\bworkshop|\bseminar|\binstructor|\bskills\b",
    "equipment": r"\bequipment|\bmachine|\bvehicles?\b|\bshears\b|\btools?\b|\block(?:s|ed)?\b|\bCCTV\b|\bfence"
    r"|\bkits?\b|\bincinerator|\bburning tank|\bsoftware|\bset\b",
    "infrastructure": r"\bbuil[dt]|\brebuild|\breconstruct|\bstores?\b|\bstorage\b|\barmour(?:y|ies)\b|\bdepot"
    r"|\bcentres?\b|\bfacilit|\blaborator|\bworks\b|\brefurbish",
    "technical_advice": r"\badvi[cs]e|\bexpert|\breview|\bassess|\bdraft|\btechnical\b|\bprocedures?\b|\bstandards\b",
    "finance": r"\bfinancial|\bmoney\b|\bfunds?\b|\bgrants?\b|\bpooled\b|\bcontribution|\bpledges?\b|\btranches\b",
    "travel_sponsorship": r"\btravel support",
}

SUBJECTS = {
    "awareness": r"\bawareness|\bmedia\b|\bcivil.society|\bjournalist|\bdialogue",
    "legislation": r"\blaws?\b|\blegal|\blegislat",
    "border_control": r"\bborder",
    "destruction": r"\bdestroy|\bdestruction",
    "stockpile_management": r"\bstockpile|\bstorage|\barmour",
    "marking": r"\bmark(?:ing|ed)?\b",
    "reporting": r"\breport",
    "transfer_control": r"\btransfer|\btreaty|\bATT\b",
}


def modalities_in(text: str) -> list[str]:
    """Return the forms of help that the text speaks of, in a fixed order."""
    return _found(MODALITIES, text)


def subjects_in(text: str) -> list[str]:
    """Return the subjects that the text speaks of, in a fixed order."""
    return _found(SUBJECTS, text)


def _found(patterns: dict[str, str], text: str) -> list[str]:
    return [key for key, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE)]


def first(*choices: Iterable[str]) -> list[str]:
    """Return the first of the choices that has anything in it."""
    listed: list[list[str]] = [list(choice) for choice in choices]
    return next((choice for choice in listed if choice), list[str]())
