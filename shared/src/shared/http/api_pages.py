"""The interactive API pages, `/docs` and `/redoc`, made only of files that this service serves itself (ADR 0006)."""

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

ASSETS: Final = "/docs/assets"
"""Where the scripts and styles of both pages are."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
{head}
</head>
<body>
{body}
</body>
</html>
"""
# Inline scripts would need 'unsafe-inline'; this one is a file, and finds its address in the page.
_START_SWAGGER: Final = """"use strict";
const place = document.getElementById("swagger-ui");
window.ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.openapi,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  validatorUrl: null,
});
"""


def api_page_routes(title: str, openapi_path: str) -> list[BaseRoute]:
    """Return the two pages, their start script and their assets."""

    async def swagger(request: Request) -> Response:
        root = _root(request)
        return _page(
            f"{title}: try it",
            head=f'<link rel="stylesheet" href="{root}{ASSETS}/swagger-ui.css">',
            body=(
                f'<div id="swagger-ui" data-openapi="{root}{openapi_path}"></div>\n'
                f'<script src="{root}{ASSETS}/swagger-ui-bundle.js"></script>\n'
                f'<script src="{root}/docs/start.js"></script>'
            ),
        )

    async def redoc(request: Request) -> Response:
        root = _root(request)
        return _page(
            f"{title}: reference",
            head="<style>body { margin: 0; }</style>",
            body=(
                f'<redoc spec-url="{root}{openapi_path}"></redoc>\n'
                f'<script src="{root}{ASSETS}/redoc.standalone.js"></script>'
            ),
        )

    async def start(_: Request) -> Response:
        return Response(_START_SWAGGER, media_type="text/javascript")

    return [
        Route("/docs", swagger),
        Route("/redoc", redoc),
        Route("/docs/start.js", start),
        Mount(ASSETS, StaticFiles(directory=_bundled_files())),
    ]


def _bundled_files() -> Path:
    return Path(str(files("fastapi_offline"))) / "static"


def _root(request: Request) -> str:
    return escape(str(request.scope.get("root_path", "")).rstrip("/"))


def _page(title: str, *, head: str, body: str) -> Response:
    html = _PAGE.format(title=escape(title), head=head, body=body)
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY})
