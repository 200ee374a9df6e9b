"""Sites and stock figures that a State kept to fewer later are gone for the others, from every page of the need."""

from typing import Final

from tests.support.posting_services import Desk

SITE, STOCK = "Camp Secret, hall 7", "48 211 rifles"
SENSITIVE: Final = {"sites": [SITE], "stock_figures": STOCK}


async def test_sensitive_parts_narrowed_later_are_gone_for_donors(needs_desk: Desk) -> None:
    record = await needs_desk.opened(visibility="donors", sensitive=SENSITIVE | {"visibility": "donors"})
    donor = needs_desk.service.forge.as_donor("usa")
    assert SITE in (await needs_desk.read(record, donor)).text
    kept = SENSITIVE | {"visibility": "coordinators"}
    amended = await needs_desk.amend(record, visibility="donors", sensitive=kept)
    assert amended.status_code == 200, amended.text
    pages = [await needs_desk.read(record, donor, more) for more in ("", "/history")]
    pages.append(await needs_desk.service.ask("GET", "/v1/needs", donor))
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page for page in pages if SITE in page.text or STOCK in page.text] == []
    assert SITE in (await needs_desk.read(record, needs_desk.service.forge.as_coordinator())).text
