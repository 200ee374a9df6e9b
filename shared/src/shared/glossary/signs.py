"""The signs of the six scripts, from data/signs.json; a linter rightly distrusts them between other letters."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

_SIGNS: Final[Mapping[str, Any]] = json.loads((files("shared.glossary") / "data" / "signs.json").read_text("utf-8"))

SENTENCE: Final = "".join(rf"(?<!{word})" for word in _SIGNS["abbreviated"]) + rf"\.|[{re.escape(_SIGNS['sentence'])}]"
"""Matches what ends a sentence; a point behind an abbreviation does not."""

PAUSE: Final = f"[{re.escape(_SIGNS['pause'])}]"
"""Matches what separates words within a sentence so that no term runs across it."""

DECIMAL: Final = f"[{re.escape(_SIGNS['decimal'])}]"
"""Matches what stands before a fraction."""

GROUPING: Final = f"[{re.escape(_SIGNS['grouping'])}]"
"""Matches what stands between groups of three digits."""

BETWEEN_DIGITS: Final = f"[{re.escape(_SIGNS['decimal'] + _SIGNS['grouping'].replace(' ', ''))}]"
"""Matches what stands within a number that is written without spaces."""

VARIANTS: Final = str.maketrans(_SIGNS["variants"])
"""Letters that authors write in several ways, each with the one that is kept."""
