"""The hostile site, and what stands on its pages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.injection_corpus import payloads
from tests.browser.injection_sites import document_path
from tests.helpers import Project, format_list, run_cli

TEXTS = payloads()
DAY = "2022-06-01"
REFUSED = {
    *("prose/link", "plan/link", "prose/heading", "report/heading"),
    *("w005/character", "prose/comment"),
}
"""Rules that refuse a text outright: links to nowhere good, what is unseen or swallows headings."""
UNSEEN = re.compile("[\u200b\u202e\u2066\u2069\ufeff]|<!--")
"""What is refused in any field: signs that nobody sees, notes that nobody should."""
CANARY = """() => {
    window.heard = [];
    const hear = name => function () { window.heard.push(name); };
    for (const name of ["canary", "alert", "confirm", "prompt", "print", "open"]) {
        window[name] = hear(name);
    }
}"""

# What a page of the site may hold, whatever somebody wrote; and every handler that could run, runs.
SUSPICIOUS_MARKS = """() => {
    const found = [];
    const ours = /^(?!\\s*(javascript|data|vbscript|blob|file):)/i;
    for (const one of document.querySelectorAll("*")) {
        const name = one.tagName.toLowerCase();
        if (["iframe", "object", "embed", "frame", "portal", "applet", "template", "style",
             "audio", "video", "math", "animate", "use", "foreignobject"].includes(name) &&
            one.id !== "search-result") {
            found.push(`<${name}>`);
        }
        if (name === "script" && one.type !== "application/ld+json" &&
            !/^(\\.\\.\\/)*assets\\//.test(one.getAttribute("src") || "")) found.push("<script>");
        if (name === "meta" && one.httpEquiv) found.push(`<meta ${one.httpEquiv}>`);
        for (const {name: key, value} of one.attributes) {
            if (/^on/i.test(key) || ["style", "srcdoc", "srcset", "autofocus"].includes(key)) {
                found.push(`<${name} ${key}>`);
            }
            if (["href", "src", "action", "formaction", "xlink:href", "data"].includes(key) &&
                !ours.test(value.replace(/[\\u0000-\\u0020]/g, ""))) found.push(`${key}=${value}`);
        }
        for (const event of ["click", "mouseover", "pointerenter", "focus", "toggle", "error"]) {
            if (event !== "click" || !one.closest("a")) one.dispatchEvent(new Event(event));
        }
    }
    return found;
}"""


def collapse_spaces(text: str) -> str:
    return " ".join(text.split())


def error_ids(project: Project) -> list[str]:
    """List what is wrong with a site, as one names it to accept it."""
    report = json.loads(run_cli("check", "--project", str(project.path), "--format", "json")[2])
    return sorted(
        {diagnostic["id"] for diagnostic in report["findings"] if diagnostic["severity"] == "error"}
    )


def wrong_files(project: Project) -> set[str]:
    """List the files of a site that would not be published."""
    report = json.loads(run_cli("check", "--project", str(project.path), "--format", "json")[2])
    wrong = [diagnostic for diagnostic in report["findings"] if diagnostic["severity"] == "error"]
    assert {diagnostic["rule"] for diagnostic in wrong} <= REFUSED, format_list(
        diagnostic["message"] for diagnostic in wrong
    )
    return {diagnostic["file"] for diagnostic in wrong}


def published_documents(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the texts that were published, and the addresses of their pages."""
    for number, text in enumerate(TEXTS):
        if (project.path / document_path(number)).exists():
            yield text, document_path(number).removeprefix("content/").replace(".md", ".html")


def visit_and_collect(page: Page, path: Path) -> list[str]:
    """Open a file, set off whatever waits in it, and return what should not be there."""
    page.goto(path.as_uri())
    marks = page.evaluate(SUSPICIOUS_MARKS) + page.evaluate("() => window.heard || []")
    # The 404 page asks for its scripts at the root of a host: in a folder there are none.
    return [str(mark) for mark in marks if (path.name, mark) != ("404.html", "<script>")]


def text_of(project: Project, url: str) -> str:
    return (project.output / url).read_bytes().decode("utf-8-sig")
