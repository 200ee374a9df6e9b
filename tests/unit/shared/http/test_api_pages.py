import re

import httpx
import pytest

from tests.support.http_service import ask, client_of, service

ADDRESS = re.compile(r"""(?:src|href|spec-url|data-openapi|url)\s*=\s*["']([^"']+)["']|url\(([^)]+)\)""")


def addresses_in(page: httpx.Response) -> set[str]:
    found = {(first or second).strip("\"' ") for first, second in ADDRESS.findall(page.text)}
    return {address for address in found if not address.startswith("data:")}


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_an_api_page_names_only_files_of_this_service_and_each_is_served(path: str) -> None:
    async with client_of(service()) as client:
        page = await client.get(path)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        addresses = addresses_in(page)
        assert "/openapi.json" in addresses
        for address in addresses:
            assert re.fullmatch(r"/[a-z].*", address), f"{address} is not a path of this service"
            assert (await client.get(address)).status_code == 200, address
    assert "//" not in page.text.replace("<!doctype", "")


async def test_the_style_of_the_pages_loads_nothing_from_elsewhere() -> None:
    style = await ask(service(), "GET", "/docs/assets/swagger-ui.css")
    assert all(address.startswith("#") for address in addresses_in(style))


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_the_policy_of_an_api_page_lets_a_browser_speak_to_this_service_alone(path: str) -> None:
    policy = (await ask(service(), "GET", path)).headers["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    allowed = {source for sources in directives.values() for source in sources.split()}
    assert allowed <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_script_stands_in_the_page_itself(path: str) -> None:
    page = await ask(service(), "GET", path)
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.text) == []
    assert re.findall(r"\son[a-z]+=", page.text) == []


async def test_behind_a_proxy_the_pages_name_the_paths_that_the_proxy_serves() -> None:
    app = service()
    app.root_path = "/needs-api"
    page = await ask(app, "GET", "/docs")
    assert all(address.startswith("/needs-api/") for address in addresses_in(page))


async def test_no_validator_elsewhere_is_asked() -> None:
    script = await ask(service(), "GET", "/docs/start.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "validatorUrl: null" in script.text
