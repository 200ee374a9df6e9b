"""Keyset pages of needs and of offers: every record once, in order, whatever is added between two pages."""

import httpx

from tests.support.posting_services import Desk


async def page(desk: Desk, address: str) -> httpx.Response:
    return await desk.service.ask("GET", address, desk.author)


async def test_pages_hold_every_record_once_in_order_of_creation(desk: Desk) -> None:
    posted = [(await desk.posted(external_id=f"R-{number}"))["id"] for number in range(5)]
    first = await page(desk, f"{desk.posting.path}?limit=2")
    second = await page(desk, f"{desk.posting.path}?limit=2&cursor={first.json()['next']}")
    last = await page(desk, f"{desk.posting.path}?limit=2&cursor={second.json()['next']}")
    pages = [[each["id"] for each in answer.json()["items"]] for answer in (first, second, last)]
    assert pages == [posted[0:2], posted[2:4], posted[4:5]]
    assert last.json()["next"] is None


async def test_the_link_of_a_page_leads_to_the_next_under_the_same_filters(desk: Desk) -> None:
    for number in range(3):
        await desk.posted(external_id=f"R-{number}")
    first = await page(desk, f"{desk.posting.path}?limit=2&status=draft")
    following = await page(desk, first.links["next"]["url"])
    assert [each["external_id"] for each in following.json()["items"]] == ["R-2"]
    assert "status=draft" in first.links["next"]["url"]
    assert "link" not in following.headers


async def test_what_is_added_while_somebody_reads_on_comes_at_the_end(desk: Desk) -> None:
    posted = [(await desk.posted(external_id=f"R-{number}"))["id"] for number in range(2)]
    first = await page(desk, f"{desk.posting.path}?limit=1")
    added = (await desk.posted(external_id="added"))["id"]
    rest = await page(desk, f"{desk.posting.path}?limit=10&cursor={first.json()['next']}")
    assert [each["id"] for each in rest.json()["items"]] == [posted[1], added]


async def test_a_cursor_of_nowhere_is_refused(desk: Desk) -> None:
    answer = await page(desk, f"{desk.posting.path}?cursor=nonsense")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "cursor")
