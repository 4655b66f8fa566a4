"""Hostile cells, raw connections and paths of files: data stays data, and the editor goes on."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from site_builder.content.figure_edits import typed_cells
from site_builder.model.form import form_for
from tests.browser.editor_pages import FIGURES, small_project
from tests.editor.editor_client import EditorClient, sources
from tests.helpers import Project
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer, run_preview

pytestmark = pytest.mark.slow
YEAR = 2023
CELL = "requests|new|applicant.natural"
VALUES = (
    "]\n恶意: [1",
    "], x: [",
    "!!python/object/apply:os.system ['id']",
    "&a 1",
    "*a",
    "{{7*7}}",
    "# 5",
    "5 # 6",
    "'",
    '"',
    "\\",
    "a: b",
    "---\n- x",
    "\u2028\u0085\ufeff",
    "<script>alert(1)</script>",
    "%TAG ! x",
    "| \n x",
    "~",
    "null",
    "1" * 5000,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("hostile"), YEAR)


@pytest.fixture(scope="module")
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


@pytest.mark.parametrize("value", VALUES)
def test_a_cell_holds_what_was_typed_or_nothing_is_saved(
    site: Project, editor: PreviewServer, value: str
) -> None:
    form = form_for(YEAR, STANDARDS.forms)
    assert form
    path = FIGURES.format(YEAR)
    before = site.read(path)
    client = EditorClient(editor)
    key = tuple(CELL.split("|"))
    base = client.merge_base(YEAR)
    status, answer = client.ask(
        "save-figures", {"year": YEAR, "base": base, "cells": {CELL: value}}
    )
    after = site.read(path)
    if status == 200:
        was, now = typed_cells(before, form), typed_cells(after, form)
        expected = "" if value.strip() == "~" else value.strip()
        assert now[key].split() == expected.split()  # type: ignore[index]  # three words
        assert {k: v for k, v in now.items() if k != key and v} == {
            k: v for k, v in was.items() if k != key and v
        }
    else:
        assert status == 422, answer
        assert after == before
    assert "<script>alert" not in editor.get(f"/_edit/figures/{YEAR}").text
    assert client.ask("judge", {"year": YEAR, "cells": {CELL: value}})[0] == 200
    site.edit(path, before)


RAW = {
    "a chunk that never ends": b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
    "a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
    "a negative chunk": b"Transfer-Encoding: chunked\r\n\r\n-5\r\nx\r\n0\r\n\r\n",
    "a body and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{}",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    "a negative length": b"Content-Length: -1\r\n\r\n",
    "an endless length": b"Content-Length: 99999999999999\r\n\r\n{}",
    "a length that is none": b"Content-Length: x\r\n\r\n{}",
    "an endless header": b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_a_raw_connection_writes_nothing(site: Project, editor: PreviewServer, name: str) -> None:
    before = sources(site)
    client = EditorClient(editor)
    head = "".join(f"{key}: {value}\r\n" for key, value in client.headers.items())
    start = f"POST /_edit/api/new-report HTTP/1.1\r\nHost: 127.0.0.1:{editor.port}\r\n{head}"
    with socket.create_connection(("127.0.0.1", editor.port), timeout=30) as connection:
        reply = b""
        # What is too long is not even read: the connection may end while it is being sent.
        with suppress(ConnectionError):
            connection.sendall(start.encode() + RAW[name])
            while block := connection.recv(65_536):
                reply += block
    assert b" 200 " not in reply.split(b"\r\n")[0]
    assert editor.get("/_edit/").status == 200
    assert sources(site) == before


@pytest.mark.parametrize(
    "path",
    [
        "../session.py",
        "..%2fsession.py",
        "%2e%2e/session.py",
        "start.html",
        "//etc/passwd",
        "x.css",
    ],
)
def test_only_styles_and_scripts_are_handed_out(editor: PreviewServer, path: str) -> None:
    reply = editor.get(f"/_edit/static/{path}")
    assert reply.status >= 400
    assert "import" not in reply.text
