"""What servers say of our files."""

import mimetypes

import pytest

from site_builder.deploy.headers import ASK, FOREVER, cache_control
from site_builder.media import TYPES, content_type_header


@pytest.mark.parametrize(
    ("url", "wanted"),
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
def test_type_is_told_by_the_ending(url: str, wanted: str) -> None:
    assert content_type_header(url) == wanted


def test_text_is_never_without_its_charset() -> None:
    assert [one for one in TYPES.values() if one.startswith("text/") and "utf-8" not in one] == []


def test_types_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("text/plain", None))
    assert content_type_header("a.png") == "image/png"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("assets/style.0123456789.css", FOREVER),
        ("assets/style.css", ASK),
        ("index.html", ASK),
        ("2023/assets/style.0123456789.css", ASK),
        ("assets/report.20240101.pdf.html", ASK),
    ],
)
def test_only_files_named_by_their_contents_are_kept_for_long(url: str, wanted: str) -> None:
    assert cache_control(url) == wanted
