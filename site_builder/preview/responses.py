"""URL → answer: a page of the site with its diagnostics, or a page of the preview's own.

The page's own bytes are what a build writes; what is added stands between the marks `preview`
and is taken from `templates/` next to this file, never from the project's, which may be what is
broken.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.core.hashing import short_digest
from site_builder.core.media_types import content_type_header
from site_builder.core.urls import root_path
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.html import Html
from site_builder.preview.component_appearances import APPEARANCES, appearance_stylesheet
from site_builder.preview.failed_identities import BrokenSum, broken_sums, mark_cells
from site_builder.preview.page_diagnostics import HOME
from site_builder.preview.state import PreviewState, format_counts
from site_builder.render import assets
from site_builder.render.components import Component, load_components
from site_builder.render.environment import environment
from site_builder.render.template_folder import Templates
from site_builder.usecases.preview_snapshot import package_data_folders, render_task

PREVIEW_PREFIX = "_preview/"
"""Where the preview's own pages are; no author's file can have such a name."""
GALLERY = "components/"
"""Where the components of the templates are, among them."""
_TEMPLATES = Templates(Path(__file__).parent / "templates", "")
_MAX_ROWS = 300
"""Diagnostics on one page; the command line shows the rest."""
_BODY = re.compile(rb"<body[^>]*>")
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PreviewResponse:
    """What is sent to a browser."""

    body: bytes
    type: str
    status: int = 200
    version: str = ""
    """Of a page: changes whenever anything on it does."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A diagnostic as templates show it."""

    severity: str
    kind: str
    location: str
    message: str
    hint: str
    basis: str
    number: int = 0
    """Of a broken sum that is marked on the page."""


def respond(state: PreviewState, url: str) -> PreviewResponse:
    """Answer for one URL, without its leading slash."""
    if url.startswith(PREVIEW_PREFIX):
        return _preview_page(state, url.removeprefix(PREVIEW_PREFIX))
    if url == "favicon.ico":
        return PreviewResponse(b"", "image/x-icon")
    if not url or url.endswith("/"):
        url += HOME
    task, diagnostics = state.task(url), state.diagnostics(url)
    if task is not None:
        data, render_error = render_task(state.snapshot, task)
        if data is not None and url.endswith(".html"):
            data = _at_root(data, state) if url == "404.html" else data
            site = state.snapshot.checked_site.site if state.snapshot.checked_site else None
            broken = broken_sums(site, url, diagnostics) if site else ()
            return _inject_preview(
                mark_cells(data, broken), _panel(state, url, diagnostics, broken)
            )
        if data is not None:
            return PreviewResponse(data, content_type_header(url))
        diagnostics = (render_error, *diagnostics) if render_error else diagnostics
    if task is not None or (state.has_url(url) and url.endswith(".html")) or state.error_message:
        return _render_preview_page(
            "error.html", state, rows=_rows(diagnostics), error_message=state.error_message, url=url
        )
    return _render_preview_page("missing.html", state, status=404, url=url)


def _at_root(page: bytes, state: PreviewState) -> bytes:
    """Lead the links of the 404 page here: they name the path the site is published under."""
    address = (
        state.snapshot.checked_site.site.settings.address if state.snapshot.checked_site else ""
    )
    named = rb'\b(href|src|action)="' + re.escape(root_path(address).encode())
    return re.sub(named, rb'\1="/', page)


def _preview_page(state: PreviewState, url: str) -> PreviewResponse:
    if url == "":
        diagnostics = state.snapshot.diagnostics
        rest = len(diagnostics[_MAX_ROWS:])
        return _render_preview_page(
            "findings.html",
            state,
            files=_rows_by_file(state),
            counted=format_counts(diagnostics),
            rest=rest,
        )
    if url.startswith(GALLERY):
        return _gallery_page(state, url.removeprefix(GALLERY))
    if url == "site.css":
        return PreviewResponse(_package_stylesheet(), "text/css; charset=utf-8")
    if url in ("preview.css", "preview.js"):
        return PreviewResponse((_TEMPLATES.folder / url).read_bytes(), content_type_header(url))
    return _render_preview_page("missing.html", state, status=404, url=PREVIEW_PREFIX + url)


def _gallery_page(state: PreviewState, url: str) -> PreviewResponse:
    """Answer for the components: all of them, one in each appearance, its frames, their styles."""
    checked, templates = state.snapshot.checked_site, state.snapshot.context.templates
    if not url:
        style = checked.assets.style.url if checked else ""
        components = tuple(map(_with_unique_ids, load_components(templates)))
        return _render_preview_page("components.html", state, components=components, style=style)
    name, _, page = url.partition("/")
    for item in APPEARANCES:
        if url == f"{item.id}.css":
            data = checked.assets.style.data if checked else _package_stylesheet()
            return PreviewResponse(appearance_stylesheet(data, item), content_type_header(url))
    component = next(map(_with_unique_ids, load_components(templates, name)), None)
    pages = {f"{item.id}.html": item for item in APPEARANCES}
    if component and not page:
        return _render_preview_page(
            "gallery.html", state, component=component, appearances=APPEARANCES
        )
    if component and page in pages:
        return _render_preview_page(
            "appearance.html", state, component=component, appearance=pages[page]
        )
    return _render_preview_page("missing.html", state, status=404, url=PREVIEW_PREFIX + url)


def _with_unique_ids(component: Component) -> Component:
    """Return a component whose examples have ids of their own: a page of the site has only one."""
    numbered = enumerate(component.examples, 1)
    examples = (
        replace(example, html=_prefix_ids(example.html, f"{component.name}-{number}-"))
        for number, example in numbered
    )
    return replace(component, examples=tuple(examples))


def _prefix_ids(html: Html, start: str) -> Html:
    ids = set(re.findall(r'\bid="([^"]*)"', html))

    def rename(match: re.Match[str]) -> str:
        words = (start + word if word in ids else word for word in match[2].split())
        return f'{match[1]}{" ".join(words)}"'

    names = r'(\b(?:id|for|headers|aria-labelledby|aria-describedby)="|\bhref="#)([^"]*)"'
    return Html(re.sub(names, rename, html))


def _package_stylesheet() -> bytes:
    """Return the styles that come with the program: the project's own may be what is broken."""
    try:
        return assets.stylesheet(Templates(package_data_folders()[0], ""))[1]
    except OSError:
        return b""


def _render_preview_page(
    template: str, state: PreviewState, status: int = 200, **words: object
) -> PreviewResponse:
    """Build a page of the preview's own."""
    site = state.snapshot.checked_site.site.settings.name if state.snapshot.checked_site else ""
    text = environment(_TEMPLATES).get_template(template).render(site=site, **words)
    return _inject_preview(text.encode(), b"", status)


def _panel(
    state: PreviewState,
    url: str,
    diagnostics: tuple[Diagnostic, ...],
    broken: tuple[BrokenSum, ...],
) -> bytes:
    """Build the part above a page: its diagnostics; on the home page also the way to all others."""
    if not diagnostics and url != HOME:
        return b""
    panel = environment(_TEMPLATES).get_template("panel.html")
    numbers = {broken_sum.diagnostic: number for number, broken_sum in enumerate(broken, 1)}
    rows = tuple(
        replace(row, number=numbers.get(diagnostic, 0))
        for row, diagnostic in zip(_rows(diagnostics), diagnostics, strict=True)
    )
    text = panel.render(
        rows=rows[:_MAX_ROWS],
        rest=len(rows[_MAX_ROWS:]),
        counted=format_counts(diagnostics),
        site_counts=format_counts(state.snapshot.diagnostics) if url == HOME else "",
        wrong=any(row.kind == "error" for row in rows),
        mark=short_digest(repr(rows).encode(), 6),
    )
    return text.encode()


def _inject_preview(data: bytes, panel: bytes, status: int = 200) -> PreviewResponse:
    """Put the preview's style, script and panel into a page, and name this version of it."""
    version = short_digest(data + panel, 8)
    head = environment(_TEMPLATES).get_template("head.html").render(version=version).encode()
    before, closing_tag, after = data.partition(b"</head>")
    data = before + head + closing_tag + after if closing_tag else head + data
    body = _BODY.search(data)
    at = body.end() if body else 0
    return PreviewResponse(data[:at] + panel + data[at:], _HTML, status, version)


def _rows(diagnostics: tuple[Diagnostic, ...]) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            diagnostic.severity.value,
            "error" if diagnostic.severity is Severity.ERROR else "warning",
            str(diagnostic.location),
            diagnostic.message,
            diagnostic.hint,
            diagnostic.basis,
        )
        for diagnostic in diagnostics
    )


def _rows_by_file(state: PreviewState) -> list[tuple[str, str, tuple[_Row, ...]]]:
    """Return the site's first diagnostics by file, files with errors first, with their pages."""
    by_file: dict[str, list[Diagnostic]] = {}
    for diagnostic in state.snapshot.diagnostics:
        by_file.setdefault(diagnostic.location.file, []).append(diagnostic)
    groups = sorted(by_file.items(), key=lambda item: (all(map(_is_warning, item[1])), item[0]))
    listed, remaining = [], _MAX_ROWS
    for file, diagnostics in groups:
        if remaining > 0:
            visible = sorted(diagnostics, key=_is_warning)[:remaining]
            listed.append(
                (file, state.page_diagnostics.page_by_file.get(file, ""), _rows(tuple(visible)))
            )
            remaining -= len(diagnostics)
    return listed


def _is_warning(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is not Severity.ERROR
