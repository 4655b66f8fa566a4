"""Pages elsewhere on the web, hostile paths and bodies: nothing is read, written or run."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest

from site_builder.editor import handlers
from tests.editor.editor_client import sources
from tests.helpers import Project, split_files
from tests.preview.preview_client import PreviewServer, run_preview
from tests.properties.small_site import as_text, small_site

pytestmark = pytest.mark.slow
# Whatever action or page is added is attacked here too.
ACTIONS = sorted(handlers._ACTIONS)  # noqa: SLF001 - all there are
PAGES = sorted(handlers._PAGES)  # noqa: SLF001 - all there are
SCRIPT = "</textarea><script>alert(1)</script>"
PATHS = (
    "../config.yaml",
    "content/../../x.md",
    "/etc/passwd",
    "content/2020/files/x.pdf",
    "templates/base.html",
    ".build/x.yaml",
    "content/.git/x.md",
    "content\\x.md",
    "content/x.md\0",
    "C:/x.md",
    "content/2020/../x.md",
    "content//x.md",
    "content/x.html",
    "config.yaml/x.md",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("editor"))
    for path, text in split_files(as_text(small_site())).items():
        project.edit(path, text)
    return project


@pytest.fixture(scope="module")
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


def _token(editor: PreviewServer) -> str:
    match = re.search(r'edit-token" content="([^"]+)"', editor.get("/_edit/").text)
    assert match
    return match[1]


def _headers(editor: PreviewServer, **changed: str) -> dict[str, str]:
    own = {
        "Origin": f"http://127.0.0.1:{editor.port}",
        "X_Edit_Token": _token(editor),
        "Content_Type": "application/json",
    }
    return {name: value for name, value in {**own, **changed}.items() if value != "-"}


def _save(path: str) -> bytes:
    request = {"path": path, "base": "", "text": "x", "fields": {}, "body": "x", "edit_id": ""}
    return json.dumps(request).encode()


FOREIGN: Mapping[str, dict[str, str]] = {
    "another page": {"Origin": "http://evil.example"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a file": {"Origin": "null"},
    "no origin": {"Origin": "-"},
    "an origin that begins alike": {"Origin": "http://127.0.0.1.evil.example"},
    "https": {"Origin": "https://127.0.0.1"},
    "no token": {"X_Edit_Token": "-"},
    "an empty token": {"X_Edit_Token": ""},
    "a wrong token": {"X_Edit_Token": "x" * 32},
    "a token outside ASCII": {"X_Edit_Token": "\xff"},
    "a form": {"Content_Type": "application/x-www-form-urlencoded"},
    "plain text": {"Content_Type": "text/plain"},
    "a rebound name": {"Host": "evil.example"},
    "a rebound name and its origin": {"Host": "evil.example", "Origin": "http://evil.example"},
    "an address of the network": {"Host": "192.168.0.1", "Origin": "http://192.168.0.1"},
    "every address": {"Host": "0.0.0.0", "Origin": "http://0.0.0.0"},  # noqa: S104 - of an attacker
    "a name that begins as this computer": {
        "Host": "127.0.0.1.evil.example",
        "Origin": "http://127.0.0.1.evil.example",
    },
    "a name below localhost": {
        "Host": "localhost.evil.example",
        "Origin": "http://localhost.evil.example",
    },
    "an address as one number": {"Host": "2130706433", "Origin": "http://2130706433"},
    "an empty host": {"Host": "", "Origin": "http://"},
    "two origins": {"Origin": "http://127.0.0.1 http://evil.example"},
    "an origin with a user": {"Origin": "http://127.0.0.1@evil.example"},
    "another media type that is JSON": {"Content_Type": "text/json"},
    "a media type that begins alike": {"Content_Type": "application/json-patch"},
}
REBOUND = [name for name, headers in FOREIGN.items() if "Host" in headers]


@pytest.mark.parametrize("name", FOREIGN)
def test_no_other_page_may_write(site: Project, editor: PreviewServer, name: str) -> None:
    before = sources(site)
    body = _save("content/2020/documents/d0000.md")
    headers = _headers(editor, **FOREIGN[name])
    for action in ACTIONS:
        reply = editor.post(f"/_edit/api/{action}", body, **headers)
        assert reply.status in (400, 403)
        assert not any(header.lower().startswith("access-control") for header in reply.headers)
    assert sources(site) == before


@pytest.mark.parametrize("name", REBOUND)
def test_no_page_is_shown_under_another_name(editor: PreviewServer, name: str) -> None:
    token = _token(editor)
    for page in (*PAGES, "figures/2020", "text?path=config.yaml", "static/requests.js"):
        reply = editor.get(f"/_edit/{page}", Host=FOREIGN[name]["Host"])
        assert reply.status in (400, 403)
        assert token not in reply.text


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_actions_are_posted(site: Project, editor: PreviewServer, method: str) -> None:
    before = sources(site)
    headers = _headers(editor)
    for action in ACTIONS:
        reply = editor.get(f"/_edit/api/{action}", method, **headers)
        assert reply.status in (404, 405)
        assert not any(header.lower().startswith("access-control") for header in reply.headers)
    assert sources(site) == before


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_sources(site: Project, editor: PreviewServer, path: str) -> None:
    before = sources(site)
    for action in ("save-text", "save-fields", "keep"):
        reply = editor.post(f"/_edit/api/{action}", _save(path), **_headers(editor))
        assert reply.status == 422
        assert "只能编辑" in reply.text
    body = json.dumps({"path": path, "base": "", "version": "../../config.yaml"}).encode()
    assert editor.post("/_edit/api/restore", body, **_headers(editor)).status == 422
    assert sources(site) == before


NO_REQUESTS = (b"", b"[]", b"null", b"7", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5_000)
OTHER_REQUESTS = (
    b'{"path": 1}',
    b'{"path": ["content/x.md"], "text": {}}',
    b'{"path": "content/x.md", "base": "", "text": "\\ud800"}',
    b'{"year": "x", "cells": {}}',
    b'{"year": 1e999, "cells": {}}',
    b'{"year": 2020, "cells": []}',
    b'{"year": 2020, "base": "", "cells": {"a": "1"}}',
    b'{"year": 2020, "base": "", "cells": {"a|b|c": "1"}}',
    b'{"year": 99999999999999999999, "cells": {}}',
    b'{"a":' * 500 + b"1" + b"}" * 500,
)


@pytest.mark.parametrize("body", [*NO_REQUESTS, *OTHER_REQUESTS])
def test_what_is_no_request_is_refused(site: Project, editor: PreviewServer, body: bytes) -> None:
    before = sources(site)
    headers = _headers(editor)
    for action in (*ACTIONS, "none"):
        reply = editor.post(f"/_edit/api/{action}", body, **headers)
        # An action that needs nothing may be asked with anything that is an object.
        assert reply.status < 500
        assert reply.status >= 400 or body in OTHER_REQUESTS
        assert "Traceback" not in reply.text
    assert sources(site) == before


def test_a_body_is_bounded(site: Project, editor: PreviewServer) -> None:
    before = sources(site)
    huge = json.dumps({"path": "content/x.md", "base": "", "text": "一" * 2_500_000}).encode()
    try:
        reply = editor.post("/_edit/api/save-text", huge, **_headers(editor))
        assert reply.status >= 400
    except OSError:
        pass  # the connection is closed before all of it was sent
    assert sources(site) == before


def test_text_of_authors_is_text(site: Project, editor: PreviewServer) -> None:
    path = "content/2020/documents/evil.md"
    body = json.dumps({"path": path, "base": "", "text": f"---\n名称: {SCRIPT}\n---\n{SCRIPT}\n"})
    reply = editor.post("/_edit/api/save-text", body.encode(), **_headers(editor))
    assert reply.status == 200
    unsaved = json.dumps({"path": path, "text": f'"{SCRIPT}'})
    editor.post("/_edit/api/keep", unsaved.encode(), **_headers(editor))
    for page in PAGES:
        for query in (f"?path={path}", f"/{quote(SCRIPT)}?path={quote(SCRIPT)}", "/2020"):
            assert "<script>alert" not in editor.get(f"/_edit/{page}{query}").text
    (site.path / path).unlink()


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "", ".x", "x\0", "报告", "CON?", "x" * 300, "a b", "-x"]
)
def test_new_documents_have_names_that_hosts_take(
    site: Project, editor: PreviewServer, name: str
) -> None:
    before = sources(site)
    body = json.dumps({"year": 2020, "name": name, "title": "通知"}).encode()
    assert editor.post("/_edit/api/new-document", body, **_headers(editor)).status >= 400
    assert sources(site) == before
