"""Addresses of pages that several others lead to."""

from urllib.parse import quote

SEARCH_URL = "search.html"


def search_link(facet: str, value: str) -> str:
    """Return the search page with one filter set."""
    return f"{SEARCH_URL}?{facet}={quote(value)}"


def item_url(number: int) -> str:
    """Return the page that lists one item of Art. 20."""
    return f"catalogue/item-{number}.html"
