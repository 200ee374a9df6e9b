"""Short needs in each language but English, as authorities might word them, with the category that they ask for."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

NEED_TEXTS: Final[Mapping[str, Mapping[str, str]]] = json.loads(
    Path(__file__).with_name("need_texts.json").read_text("utf-8")
)
"""For each language twenty texts, each with its category."""
