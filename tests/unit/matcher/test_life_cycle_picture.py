"""The picture and the table in the docs are drawn from the table that the code obeys, and are the present ones."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from matcher.domain.matches import picture
from matcher.domain.matches.life_cycle import OFF_RAMPS, TRANSITIONS, Transition
from matcher.domain.matches.life_cycle_table import BEGINS, ENDS, life_cycle_markdown, with_present_table
from matcher.domain.matches.picture import life_cycle_svg
from matcher.draw_life_cycle import DOCUMENT, PICTURE, draw_into

DOCS = Path(__file__).parents[3] / "docs"
AGAIN = "run `python -m matcher.draw_life_cycle`"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(kind: str, of_class: str) -> list[ET.Element]:
    """Return the picture's elements of a kind and class."""
    found = ET.fromstring(life_cycle_svg()).iter(f"{SVG}{kind}")  # noqa: S314 - our own text
    return [each for each in found if of_class in (each.get("class") or "").split()]


def test_the_committed_picture_is_the_present_one() -> None:
    assert (DOCS / PICTURE).read_text(encoding="utf-8") == life_cycle_svg(), AGAIN


def test_the_documents_table_is_the_present_one() -> None:
    document = DOCS / DOCUMENT
    if document.exists():
        written = document.read_text(encoding="utf-8")
        assert life_cycle_markdown() in written, f"{AGAIN}; {DOCUMENT} needs the marks {BEGINS} and {ENDS}"


def test_every_transition_is_in_the_table() -> None:
    rows = life_cycle_markdown().splitlines()[2:]
    assert len(rows) == len(TRANSITIONS)
    for row, transition in zip(rows, TRANSITIONS, strict=True):
        assert row.startswith(f"| `{transition.action}` | ")
        assert all(f"`{status}`" in row for status in transition.before)


def test_every_way_out_is_a_dot_and_every_way_on_an_arrow() -> None:
    out = {(status, row.after) for row in TRANSITIONS if row.after in OFF_RAMPS for status in row.before}
    on = {
        (status, row.after)
        for row in TRANSITIONS
        if row.after is not None and row.after not in OFF_RAMPS
        for status in row.before or (None,)
        if status != row.after
    }
    assert len(drawn("circle", "j")) == len(out)
    assert len(drawn("path", "a")) == len(on)


def test_every_status_has_a_box_with_its_name() -> None:
    named = [each.text for each in drawn("text", "n")]
    statuses = {status for row in TRANSITIONS for status in (row.after, *row.before) if status is not None}
    assert sorted(str(name) for name in named) == sorted(status.replace("_", " ") for status in statuses)


def test_a_way_that_has_no_place_in_the_picture_is_not_left_out_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    shortcut = Transition("confirm", ("proposed",), "delivered", ("accord",), "Nobody may do this.")
    monkeypatch.setattr(picture, "TRANSITIONS", (*TRANSITIONS, shortcut))
    with pytest.raises(KeyError):
        life_cycle_svg()


def test_the_table_in_a_document_is_renewed_between_its_marks_alone(tmp_path: Path) -> None:
    document = tmp_path / DOCUMENT
    document.write_text(f"# Title\n{BEGINS}\nan old table\n{ENDS}\nMore.\n", encoding="utf-8")
    draw_into(tmp_path)
    written = document.read_text(encoding="utf-8")
    assert written == f"# Title\n{BEGINS}\n{life_cycle_markdown()}{ENDS}\nMore.\n"
    assert (tmp_path / PICTURE).read_text(encoding="utf-8") == life_cycle_svg()


def test_a_document_without_marks_is_left_alone() -> None:
    assert with_present_table("# Title\n") == "# Title\n"
