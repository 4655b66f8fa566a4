"""The reading modes: how they are chosen and read back."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

MODES = ("elder", "contrast")
FEW = ("home", "report-2021", "catalogue", "document")
"""Kinds that every rule checks in every mode; the others only in the first."""

# What is pressed, and stands alone: links in sentences may be as high as text.
SMALL = """least => [...document.querySelectorAll("a[href], input, summary, button")]
    .map(e => e.closest("label") ?? e)
    .filter(e => e.checkVisibility() && !e.closest(".prose, .skip-link"))
    .filter(e => e.getBoundingClientRect().height < least - 0.5)
    .map(e => `${e.className || e.parentElement.className} ${e.textContent.slice(0, 12)} is `
        + `${Math.round(e.getBoundingClientRect().height)} px high`)"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"
LARGE = 24
"""18 pt in CSS pixels: the accessibility statement states that nothing is smaller."""


@contextmanager
def new_page(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """Open a browser that remembers nothing yet."""
    context = browser.new_context(java_script_enabled=scripts)
    yield context.new_page()
    context.close()
