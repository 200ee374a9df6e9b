"""From an activity's own words to categories of the vocabulary: only words that leave no doubt; always inferred.

The DAC has one purpose code for small arms (15240, "Reintegration and SALW control"), which says nothing of the kind
of help: words decide, in English, French and Spanish, the languages in which donors publish.
"""

import re
from typing import Final

_ARMS = r"(?:small arms|light weapons|weapons?|arms|firearms?|ammunition)"
_ARMES = r"(?:armes|munitions)"
_ARMAS = r"(?:armas|municiones)"

ABOUT_ARMS: Final = re.compile(
    r"small arms|light weapons|\bfirearms?\b|\bammunition\b|(?-i:\bSALW\b|\bALPC\b|\bAPAL\b|\bPSSM\b)"
    r"|armes légères|petit calibre|\bmunitions\b|armas pequeñas|armas ligeras|armas de fuego|\bmuniciones\b",
    re.IGNORECASE,
)
"""Words that show that an activity of a neighbouring sector is about small arms or ammunition at all."""

KEYWORDS: Final = {
    "marking": rf"\b{_ARMS}[ -]marking|\bmarking (?:of )?{_ARMS}|\bmarking machines?|marquage des {_ARMES}"
    rf"|marcaje de {_ARMAS}",
    "record_keeping": rf"\b{_ARMS} (?:record[- ]keeping|regist(?:ers?|ry|ration))|enregistrement des {_ARMES}"
    rf"|registro de {_ARMAS}",
    "tracing": rf"\b{_ARMS} tracing|\btracing (?:of )?(?:illicit )?{_ARMS}|traçage des {_ARMES}|rastreo de {_ARMAS}"
    r"|(?-i:\biARMS\b)|international tracing instrument",
    "stockpile_management": r"\bstockpile (?:management|security)|(?-i:\bPSSM\b)|\barmour(?:y|ies)\b"
    rf"|gestion des stocks d.{_ARMES}|gestión de (?:existencias|arsenales)",
    "ammunition_management": r"\bammunition (?:management|storage|depots?|safety)|gestion des munitions"
    r"|gestión de municiones",
    "destruction": rf"\b{_ARMS} destruction|\bdestruction of (?:(?:surplus|illicit|excess|obsolete|seized) )?{_ARMS}"
    rf"|destruction (?:des|d.){_ARMES}|destrucción de {_ARMAS}",
    "collection": rf"\b{_ARMS} collection|\bcollection of (?:illicit )?{_ARMS}|collecte (?:des|d.){_ARMES}"
    rf"|recolección de {_ARMAS}|entrega voluntaria de {_ARMAS}",
    "weapons_in_ddr": r"\bdisarmament,? demobili[sz]ation|(?-i:\bDDR\b)|désarmement,? (?:de la )?démobilisation"
    r"|desarme,? (?:la )?desmovilización",
    "transfer_control": r"\barms trade treaty|\barms (?:transfer|export) controls?|contrôle des transferts d.armes"
    r"|traité sur le commerce des armes|tratado sobre el comercio de armas",
    "legislation": rf"\b{_ARMS} (?:laws?|legislation)\b|législation sur les {_ARMES}|legislación (?:sobre|de) {_ARMAS}",
    "national_action_plan": r"\bnational action plan on (?:small arms|(?-i:SALW))",
}
"""Category -> words; matched without regard to case, abbreviations apart."""

_COMPILED: Final = {category: re.compile(words, re.IGNORECASE) for category, words in KEYWORDS.items()}


def categories_in(texts: list[str]) -> list[str]:
    """Return the categories that the texts leave no doubt of, in a fixed order."""
    return [category for category, words in _COMPILED.items() if any(words.search(text) for text in texts)]


def is_about_arms(texts: list[str]) -> bool:
    """Return whether the texts speak of small arms or ammunition at all."""
    return any(ABOUT_ARMS.search(text) for text in texts)
