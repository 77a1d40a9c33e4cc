"""The interactive page of the API: Swagger UI, served from an installed package, so that it works offline."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, send_file
from werkzeug.exceptions import NotFound

from api import openapi
from api.negotiation import choose_media_type
from api.scopes import needs

PATH = "/docs"

_PACKAGE = "flask_swagger_ui"
_ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
_SCRIPT = "start.js"
_KEEP_SECONDS = 86_400

# Everything from here, nothing inline: a text that found its way into an answer cannot run as a script.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Decameron: the HTTP API</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png?{version}">
<link rel="stylesheet" href="docs/swagger-ui.css?{version}">
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript. The same is told by <a href="{document}">{document}</a>.</noscript>
<script src="docs/swagger-ui-bundle.js?{version}"></script>
<script src="docs/{script}"></script>
</body>
</html>
"""

_START = """SwaggerUIBundle({
  url: "%s",
  dom_id: "#page",
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
"""


def serve_page(app: Flask) -> None:
    """Serve the page, its assets, and nothing else of the package that they lie in."""
    page = _PAGE.format(version=version(_PACKAGE), document=openapi.PATH.lstrip("/"), script=_SCRIPT)
    start = _START % openapi.PATH.lstrip("/")
    assets = {name: _asset(name) for name in _ASSETS}

    @needs("public")
    def read_page() -> Response:
        choose_media_type(("text/html",))
        return _guarded(Response(page, content_type="text/html; charset=utf-8"))

    @needs("public")
    def read_page_asset(name: str) -> Response:
        if name == _SCRIPT:
            return _guarded(Response(start, content_type="text/javascript; charset=utf-8"))
        if name not in assets:
            raise NotFound
        return _guarded(send_file(assets[name], max_age=_KEEP_SECONDS))

    app.add_url_rule(PATH, "docs_page", read_page)
    app.add_url_rule(f"{PATH}/<name>", "docs_page_asset", read_page_asset)


def _asset(name: str) -> Path:
    return Path(str(files(_PACKAGE) / "dist" / name))


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
