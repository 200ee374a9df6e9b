"""The page on reference data keeps pace with the files it describes."""

from pathlib import Path

import pytest

from shared.geography import Area, load_geography

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/reference-data.md").read_text("utf-8")
DATA_FILES = sorted(
    path.name
    for package in ("vocabulary", "geography")
    for path in (ROOT / "shared/src/shared" / package / "data").iterdir()
)
DESCRIBED_ONE_BY_ONE = [
    area for area in load_geography().areas.values() if not area.source.startswith("UN Statistics Division, S")
]


@pytest.mark.parametrize("name", DATA_FILES)
def test_every_data_file_is_described(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("area", DESCRIBED_ONE_BY_ONE, ids=lambda area: area.key)
def test_every_group_says_how_far_it_was_verified(area: Area) -> None:
    assert f"| `{area.key}` | {'yes' if area.verified else 'no'} | {area.as_of} |" in PAGE
