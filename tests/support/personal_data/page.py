"""The part of docs/personal-data.md that the services tell themselves: what each of them holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shared.service.persons import holdings_of
from tests.support.service_definitions import SERVICES

PAGE: Final = Path(__file__).parents[3] / "docs/personal-data.md"
BEGIN: Final = "<!-- what each service holds: written by python -m tests.support.personal_data -->\n"
END: Final = "<!-- up to here -->\n"


def holdings_markdown() -> str:
    """Return a table for each service, a row for each place."""
    return "\n".join(line for name in SERVICES for line in _table(name))


def written_there() -> str:
    """Return what stands in the page between the marks."""
    return PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]


def write() -> None:
    """Write the tables into the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}{holdings_markdown()}{END}{after}", encoding="utf-8")


def _table(name: str) -> Iterator[str]:
    yield f"\n**{name}**\n\n| place | what | what for | how long |\n|---|---|---|---|"
    for told in holdings_of(SERVICES[name]):
        yield f"| `{told['place']}` | {told['holds']} | {told['purpose']} | {told['kept_for']} |"
    yield ""
