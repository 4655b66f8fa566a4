"""URL → answer: a page of the site with its findings, or a page of the preview's own.

Called by `server`. The page's own bytes are what a build writes; what is added stands between the
marks `preview` and is taken from `templates/` beside this file, never from the project's, which
may be what is broken.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.media import content_type_header
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.html import Html
from site_builder.pipeline.looking import make, program_folders
from site_builder.preview.concerns import HOME
from site_builder.preview.marks import BrokenSum, broken_sums, mark
from site_builder.preview.state import State, counted
from site_builder.render import assets
from site_builder.render.components import Component, components
from site_builder.render.environment import environment
from site_builder.urls import root_path

OWN = "_preview/"
"""Where the preview's own pages are; no author's file can have such a name."""
_FOLDER = Path(__file__).parent / "templates"
_MOST = 300
"""Findings on one page; the command line tells the rest."""
_BODY = re.compile(rb"<body[^>]*>")
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent to a browser."""

    body: bytes
    type: str
    status: int = 200
    version: str = ""
    """Of a page: changes whenever anything on it does."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A finding as templates show it."""

    severity: str
    kind: str
    place: str
    message: str
    hint: str
    basis: str
    number: int = 0
    """Of a broken sum that is marked on the page."""


def answer(state: State, url: str) -> Answer:
    """Answer for one URL, without its leading slash."""
    if url.startswith(OWN):
        return _own(state, url.removeprefix(OWN))
    if url == "favicon.ico":
        return Answer(b"", "image/x-icon")
    if not url or url.endswith("/"):
        url += HOME
    task, findings = state.task(url), state.findings(url)
    if task is not None:
        data, said = make(state.look, task)
        if data is not None and url.endswith(".html"):
            data = _at_root(data, state) if url == "404.html" else data
            site = state.look.examined.site if state.look.examined else None
            broken = broken_sums(site, url, findings) if site else ()
            return _dressed(mark(data, broken), _panel(state, url, findings, broken))
        if data is not None:
            return Answer(data, content_type_header(url))
        findings = (said, *findings) if said else findings
    if task is not None or (state.knows(url) and url.endswith(".html")) or state.trouble:
        return _page("error.html", state, rows=_rows(findings), trouble=state.trouble, url=url)
    return _page("missing.html", state, status=404, url=url)


def _at_root(page: bytes, state: State) -> bytes:
    """Lead the links of the 404 page here: they name the path the site is published under."""
    address = state.look.examined.site.settings.address if state.look.examined else ""
    named = rb'\b(href|src|action)="' + re.escape(root_path(address).encode())
    return re.sub(named, rb'\1="/', page)


def _own(state: State, url: str) -> Answer:
    if url == "":
        found = state.look.findings
        rest = len(found[_MOST:])
        return _page(
            "findings.html", state, files=_by_file(state), counted=counted(found), rest=rest
        )
    if url == "components/":
        style = state.look.examined.dress.style.url if state.look.examined else ""
        shown = tuple(map(_apart, components(state.look.run.templates)))
        return _page("components.html", state, components=shown, style=style)
    if url == "site.css":
        return Answer(_style(), "text/css; charset=utf-8")
    if url in ("preview.css", "preview.js"):
        return Answer((_FOLDER / url).read_bytes(), content_type_header(url))
    return _page("missing.html", state, status=404, url=OWN + url)


def _apart(one: Component) -> Component:
    """Give every example ids of its own: on a page of the site there is but one of it."""
    told = enumerate(one.examples, 1)
    examples = (replace(eg, html=_renamed(eg.html, f"{one.name}-{at}-")) for at, eg in told)
    return replace(one, examples=tuple(examples))


def _renamed(html: Html, start: str) -> Html:
    ids = set(re.findall(r'\bid="([^"]*)"', html))

    def rename(found: re.Match[str]) -> str:
        words = (start + word if word in ids else word for word in found[2].split())
        return f'{found[1]}{" ".join(words)}"'

    names = r'(\b(?:id|for|headers|aria-labelledby|aria-describedby)="|\bhref="#)([^"]*)"'
    return Html(re.sub(names, rename, html))


def _style() -> bytes:
    """Give the styles that come with the program: the project's own may be what is broken."""
    try:
        return assets.stylesheet(program_folders()[0])[1]
    except OSError:
        return b""


def _page(template: str, state: State, status: int = 200, **words: object) -> Answer:
    """Make a page of the preview's own."""
    site = state.look.examined.site.settings.name if state.look.examined else ""
    text = environment(_FOLDER).get_template(template).render(site=site, **words)
    return _dressed(text.encode(), b"", status)


def _panel(
    state: State, url: str, findings: tuple[Diagnostic, ...], broken: tuple[BrokenSum, ...]
) -> bytes:
    """Make what stands above a page: its findings; on the home page the way to all others too."""
    if not findings and url != HOME:
        return b""
    panel = environment(_FOLDER).get_template("panel.html")
    numbers = {one.finding: number for number, one in enumerate(broken, 1)}
    rows = tuple(
        replace(row, number=numbers.get(one, 0))
        for row, one in zip(_rows(findings), findings, strict=True)
    )
    text = panel.render(
        rows=rows[:_MOST],
        rest=len(rows[_MOST:]),
        counted=counted(findings),
        whole=counted(state.look.findings) if url == HOME else "",
        wrong=any(row.kind == "error" for row in rows),
        mark=hashlib.blake2b(repr(rows).encode(), digest_size=6).hexdigest(),
    )
    return text.encode()


def _dressed(data: bytes, panel: bytes, status: int = 200) -> Answer:
    """Put our style, script and panel into a page, and name this version of it."""
    version = hashlib.blake2b(data + panel, digest_size=8).hexdigest()
    head = environment(_FOLDER).get_template("head.html").render(version=version).encode()
    before, found, after = data.partition(b"</head>")
    data = before + head + found + after if found else head + data
    body = _BODY.search(data)
    at = body.end() if body else 0
    return Answer(data[:at] + panel + data[at:], _HTML, status, version)


def _rows(findings: tuple[Diagnostic, ...]) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            one.severity.value,
            "error" if one.severity is Severity.ERROR else "warning",
            str(one.location),
            one.message,
            one.hint,
            one.basis,
        )
        for one in findings
    )


def _by_file(state: State) -> list[tuple[str, str, tuple[_Row, ...]]]:
    """List the first findings of the site by file, files with errors first, with their pages."""
    found: dict[str, list[Diagnostic]] = {}
    for one in state.look.findings:
        found.setdefault(one.location.file, []).append(one)
    whole = sorted(found.items(), key=lambda item: (all(map(_mild, item[1])), item[0]))
    listed, left = [], _MOST
    for file, some in whole:
        if left > 0:
            kept = sorted(some, key=_mild)[:left]
            listed.append((file, state.concerns.files.get(file, ""), _rows(tuple(kept))))
            left -= len(some)
    return listed


def _mild(one: Diagnostic) -> bool:
    return one.severity is not Severity.ERROR
