"""A guest keeps to `robots.txt` as sites write it, not as one library reads it."""

import pytest

from site_builder.core.guest_client import robots_rules

ADDRESS = "https://gk.example.cn/gk/2025/1.pdf?from=menu"
ROBOT = "site-builder-inspect"


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /gk/", False),
        # As Notepad saves it.
        ("\ufeffUser-agent: *\r\nDisallow: /gk/", False),
        ("User-agent: *\n\nDisallow: /gk/", False),
        ("User-agent: *\nDisallow: /*.pdf", False),
        ("User-agent: *\nDisallow: /*?*", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: *\nAllow: /\nDisallow: /gk/2025/", False),
        ("User-agent: *\nDisallow: /\nAllow: /gk/", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /gk/", False),
        (f"User-agent: *\nDisallow: /\n\nUser-agent: {ROBOT}\nDisallow: /b", True),
        ("User-agent: *\nDisallow: http://[bad\nDisallow: /gk/", False),
        ("User-agent: *\nDisallow:", True),
        ("", True),
    ],
)
def test_what_robots_txt_asks_is_kept(text: str, *, is_allowed: bool) -> None:
    rules = robots_rules(200, text.encode())
    assert rules.can_fetch(ADDRESS, ROBOT) == is_allowed


@pytest.mark.parametrize(
    ("status", "is_allowed"), [(200, False), (404, True), (403, False), (503, False), (0, False)]
)
def test_only_an_answer_with_the_file_is_read_as_one(status: int, *, is_allowed: bool) -> None:
    rules = robots_rules(status, b"User-agent: *\nDisallow: /")
    assert rules.can_fetch(ADDRESS, ROBOT) == is_allowed
