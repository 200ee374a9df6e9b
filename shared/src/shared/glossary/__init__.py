"""The field's terms in six languages, and a reader that finds them, with their numbers, in what an author wrote."""

from shared.glossary.concepts import Certainty, Concept, Meaning
from shared.glossary.glossary import Glossary, load_glossary
from shared.glossary.guessing import guess_language
from shared.glossary.habits import is_little_word
from shared.glossary.reading import Found, Quantity, Reading

__all__ = [
    "Certainty",
    "Concept",
    "Found",
    "Glossary",
    "Meaning",
    "Quantity",
    "Reading",
    "guess_language",
    "is_little_word",
    "load_glossary",
]
