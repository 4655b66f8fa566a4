"""The Nu HTML checker, which browsers' makers use, finds no error in any page or style sheet."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers import Site, format_list, npm_file, skip_missing

FALSE_ALARMS: tuple[tuple[str, str], ...] = (
    # (words of the message, why it is not an error)
    ("Unrecognized at-rule “@container”", "CSS Containment 3, which the checker does not know yet"),
    ("Property “container” doesn't exist", "the same"),
    ("Property “field-sizing” doesn't exist", "CSS Basic User Interface 4, the same"),
)


def test_nu_html_checker(built_park: Site, built_example: Site) -> None:
    jar = npm_file("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        skip_missing("Java", "run `make test`")
    folders = (built_park.folder, built_example.folder)
    assert all(site.pages for site in (built_park, built_example))
    messages = check(java, jar, *folders)
    problems = [
        f"{message['url'].partition('/built')[2]}: {message['message']} {message.get('extract')}"
        for message in messages
        if message["type"] != "info"
        and not any(words in message["message"] for words, _ in FALSE_ALARMS)
    ]
    assert not problems, format_list(problems)


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    jar = npm_file("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        skip_missing("Java", "run `make test`")
    (tmp_path / "a.html").write_text(
        "<!doctype html><html lang=zh-CN><title>a</title><p id=x><div></p><b id=x>", "utf-8"
    )
    (tmp_path / "a.css").write_text("p { colour: red }", "utf-8")
    urls = {m["url"].rpartition("/")[2] for m in check(java, jar, tmp_path) if m["type"] == "error"}
    assert urls == {"a.html", "a.css"}


def check(java: str, jar: Path, *folders: Path) -> list[dict[str, str]]:
    """Check all pages and style sheets of some folders in one run of the checker."""
    completed = subprocess.run(
        [java, "-jar", str(jar), "--also-check-css", "--skip-non-html", "--format", "json"]
        + [str(folder) for folder in folders],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    try:
        messages: list[dict[str, str]] = json.loads(completed.stderr)["messages"]
    except (ValueError, KeyError):
        pytest.fail(f"the checker did not run: {completed.stderr[:2000]}")
    return messages
