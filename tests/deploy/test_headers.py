"""What servers send with a site's files."""

import mimetypes

import pytest

from site_builder.core.media_types import TYPES, content_type_header
from site_builder.deploy.cache_policy import IMMUTABLE, REVALIDATE, cache_control


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/style.0123abcd.css", "text/css; charset=utf-8"),
        ("a/图.svg", "image/svg+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("2023/report/table.csv", "text/csv; charset=utf-8"),
        ("report.json", "application/json; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("年报.PDF", "application/pdf"),
        (
            "form.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("form.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("公文.ofd", "application/ofd"),
        ("html", "application/octet-stream"),
        ("a.html/file", "application/octet-stream"),
        (".html", "application/octet-stream"),
        ("odd.", "application/octet-stream"),
        ("odd.x", "application/octet-stream"),
    ],
)
def test_type_is_told_by_the_ending(url: str, expected: str) -> None:
    assert content_type_header(url) == expected


def test_text_is_never_without_its_charset() -> None:
    assert [
        media_type
        for media_type in TYPES.values()
        if media_type.startswith("text/") and "utf-8" not in media_type
    ] == []


def test_types_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("text/plain", None))
    assert content_type_header("a.png") == "image/png"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("assets/style.0123456789.css", IMMUTABLE),
        ("assets/style.css", REVALIDATE),
        ("index.html", REVALIDATE),
        ("2023/assets/style.0123456789.css", REVALIDATE),
        ("assets/report.20240101.pdf.html", REVALIDATE),
    ],
)
def test_only_files_named_by_their_contents_are_kept_for_long(url: str, expected: str) -> None:
    assert cache_control(url) == expected
