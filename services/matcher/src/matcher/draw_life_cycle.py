"""`python -m matcher.draw_life_cycle [FOLDER]`: writes the picture and the table of the life cycle into the docs."""

import sys
from pathlib import Path
from typing import Final

from matcher.domain.matches.life_cycle_table import with_present_table
from matcher.domain.matches.picture import life_cycle_svg

PICTURE: Final = "life-cycle.svg"
DOCUMENT: Final = "lifecycle.md"


def draw_into(folder: Path) -> None:
    """Write the picture, and the table where the document has marks for it."""
    (folder / PICTURE).write_text(life_cycle_svg(), encoding="utf-8")
    document = folder / DOCUMENT
    if document.exists():
        document.write_text(with_present_table(document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    draw_into(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
