"""What the tests of the search share: a built library, its script, questions put to the page."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.helpers import ROOT, Outcome
from tests.helpers.search_reference import SearchText

PARTS = ROOT / "templates" / "assets" / "search"
MODULES = "\n".join(
    (PARTS / f"{name}.js").read_text("utf-8")
    for name in ("fold", "postings", "index", "lookup", "documents", "marks", "state")
)
OPEN = f"""async () => {{ {MODULES}
    const index = await openIndex("");
    const {{ folding }} = index;
    window.ranked = query => index.search(terms(query, folding));
    window.found = async query => (await ranked(query)).map(hit => hit.text);
    window.folded = texts => texts.map(text => String.fromCodePoint(...folding.letters(text)));
    window.marked = (line, query) => marksIn(line, terms(query, folding), folding);
    window.quotedFrom = (lines, query) => snippet(lines, terms(query, folding), folding).text;
    window.quoted = (line, query) => quotedFrom([{{ label: "", text: line }}], query);
}}"""
"""The real script without its page, for questions by the hundred."""


@dataclass(frozen=True)
class Library:
    """A built site of many documents, served."""

    address: str
    outcome: Outcome
    texts: list[SearchText]


def ask(page: Page, address: str, query: str = "") -> str:
    """Open the search page on a question and wait for the answer; gives what it announces."""
    page.goto(f"{address}search.html{query}")
    return wait_for_status(page)


def wait_for_status(page: Page) -> str:
    page.wait_for_function(
        "() => /^(找到|没有找到)/.test(document.getElementById('search-status').textContent)"
    )
    return page.inner_text("#search-status")


def titles(page: Page) -> list[str]:
    return page.locator("#search-list h3 a").all_inner_texts()
