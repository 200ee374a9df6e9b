"""The page on personal data says what the services say themselves."""

import pytest

from tests.support.personal_data.page import PAGE, holdings_markdown, written_there
from tests.support.service_definitions import SERVICES


def test_the_page_tells_what_each_service_holds() -> None:
    """Write it anew with `python -m tests.support.personal_data`."""
    assert written_there() == holdings_markdown()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_retention_that_is_told_is_a_setting_of_its_service(name: str) -> None:
    told = " ".join(holding.kept_for for holding in SERVICES[name].holdings)
    named = {word.strip(".,;()").removeprefix("ACCORD_").lower() for word in told.split() if word.startswith("ACCORD_")}
    assert named <= set(getattr(SERVICES[name].settings, "model_fields"))  # noqa: B009 (a class, typed as what it makes)


def test_the_page_names_every_command() -> None:
    said = PAGE.read_text(encoding="utf-8")
    assert all(f"persons {action}" in said for action in ("export", "erase", "list", "apply", "holdings"))
