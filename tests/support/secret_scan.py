"""Finds what looks like a credential in text: known shapes, and values too random to be words under telling names."""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

_SHAPES = (
    re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"),
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    re.compile(r"\b(?:ghp|gho|ghs|github_pat|glpat|pypi|sk|xox[abp])[-_][A-Za-z0-9_-]{20,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    re.compile(r"://[^\s/:@{}$]+:(?!opensesame|\$|\{)[^\s/:@{}$<>*.]{12,}@"),
)
_NAMED = re.compile(
    r"(?i)(?:secret|token|passw(?:or)?d|api[_-]?key|private[_-]?key|credential)[\w-]*[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"(?P<value>[A-Za-z0-9+/_=-]{20,})"
)
_RANDOM_BITS = 3.7
"""Shannon entropy of a character, above that of words and paths of this length."""


def secrets_in(text: str) -> Iterator[str]:
    """Yield the line number and the beginning of each finding; never the whole of it."""
    for start, value in _found_in(text):
        yield f"{text.count(chr(10), 0, start) + 1}: {value[:12]}..."


def _found_in(text: str) -> Iterator[tuple[int, str]]:
    for shape in _SHAPES:
        yield from ((match.start(), match.group()) for match in shape.finditer(text))
    found = (match for match in _NAMED.finditer(text) if _is_random(match["value"]))
    yield from ((match.start(), match["value"]) for match in found)


def _is_random(value: str) -> bool:
    counts = Counter(value)
    bits = -sum(count / len(value) * log2(count / len(value)) for count in counts.values())
    mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    return mixed and bits > _RANDOM_BITS
