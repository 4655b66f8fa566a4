"""Requests to the editor → pages, judgements, saved files; on this computer alone."""

import asyncio
import json
from collections import ChainMap
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from urllib.parse import quote

from tornado.routing import Rule, URLSpec

from site_builder.core.errors import (
    EncodingProblem,
    SaveConflictError,
    SiteBuilderError,
    ValueProblem,
    describe_os_error,
)
from site_builder.core.media_types import content_type_header
from site_builder.editor import (
    attachments,
    catalogue,
    catalogue_additions,
    encodings,
    figures,
    merges,
    new_sources,
    pastes,
    publish,
    review,
    start,
    tables,
    target,
    texts,
    unsaved_edits,
    versions,
)
from site_builder.editor.pages import Action, Arguments, Page, Request, render, static_file
from site_builder.editor.session import Session
from site_builder.preview.handlers import LocalOnlyHandler, ResponseSource
from site_builder.preview.response_headers import headers

PREFIX = "_edit/"
MAX_BODY_BYTES = 40_000_000
"""A scanned report of 28 MB, as text."""
_JSON = "application/json; charset=utf-8"
_FEATURES = (
    catalogue,
    catalogue_additions,
    figures,
    texts,
    versions,
    publish,
    target,
    review,
)
_PAGES: Mapping[str, Page] = ChainMap(*(dict(each.PAGES) for each in (start, *_FEATURES)))
_ACTIONS: Mapping[str, Action] = ChainMap(
    *(
        dict(each.ACTIONS)
        for each in (
            unsaved_edits,
            merges,
            new_sources,
            encodings,
            pastes,
            attachments,
            tables,
            *_FEATURES,
        )
    )
)


def routes(session: Session, source: ResponseSource) -> Sequence[Rule]:
    """Return the editor's routes."""
    arguments = {"source": source, "session": session}
    return (
        URLSpec(rf"/{PREFIX}api/([a-z-]+)", _ActionHandler, arguments),
        URLSpec(rf"/{PREFIX}static/([a-z-]+\.(?:css|js))", _StaticHandler, arguments),
        URLSpec(rf"/{PREFIX}(.*)", _EditorPageHandler, arguments),
    )


class _EditorHandler(LocalOnlyHandler):
    """Answers with the headers of every answer of the preview."""

    def initialize(self, source: ResponseSource, session: Session) -> None:  # type: ignore[override]  # one more
        super().initialize(source)
        self.session = session

    def _answer(self, body: bytes, media_type: str, status: int = 200) -> None:
        self.set_status(status)
        self._set_headers(headers("", self.request.host))
        policy = headers("", self.request.host)["Content-Security-Policy"]
        self.set_header("Content-Security-Policy", f"{policy}; frame-src 'self'")
        self.set_header("Content-Type", media_type)
        self.finish(body)


class _EditorPageHandler(_EditorHandler):
    """Answers with pages."""

    async def get(self, url: str) -> None:
        arguments = {
            name: self.get_query_argument(name, "") for name in self.request.query_arguments
        }
        # Off the loop: a page may compare texts or ask a target.
        status, text = await asyncio.to_thread(self._respond, url, arguments)
        self._answer(text.encode(), "text/html; charset=utf-8", status)

    def _respond(self, url: str, arguments: Arguments) -> tuple[int, str]:
        name, _, rest = url.partition("/")
        page = _PAGES.get(name)
        if page is None:
            return 404, self._problem("没有这个网页。")
        try:
            return 200, page(self.session, rest, arguments)
        except EncodingProblem as exc:
            return 200, encodings.encoding_page(self.session, exc.path)
        except ValueProblem as exc:
            # The figures of a year are a file too, which can be mended or taken back.
            return 422, self._problem(
                str(exc), f"content/{rest}/figures.yaml" if name == "figures" else ""
            )
        except SiteBuilderError as exc:
            return 422, self._problem(str(exc))
        except OSError as exc:
            return 422, self._problem(f"打不开：{describe_os_error(exc)}。")

    def _problem(self, message: str, path: str = "") -> str:
        """Return the page that says why another cannot be shown; `path`: what can be mended."""
        return render(self.session, "problem.html", message=message, query=quote(path))


class _StaticHandler(_EditorHandler):
    """Answers with the editor's styles and scripts."""

    def get(self, name: str) -> None:
        data = static_file(name)
        if data is None:
            self.send_error(404)
        else:
            self._answer(data, content_type_header(name))


class _ActionHandler(_EditorHandler):
    """Does what a page of the editor asks for, and nothing that any other page asks for."""

    def prepare(self) -> None:
        super().prepare()
        if self._finished:
            return
        token = self.request.headers.get("X-Edit-Token", "")
        origin = self.request.headers.get("Origin", "").lower()
        media_type = self.request.headers.get("Content-Type", "").partition(";")[0]
        if (
            origin != f"http://{self.request.host.lower()}"
            or not compare_digest(token.encode("utf-8", "replace"), self.session.token.encode())
            or media_type != "application/json"
        ):
            self.send_error(403)

    async def post(self, name: str) -> None:
        action = _ACTIONS.get(name)
        if action is None:
            self.send_error(404)
            return
        try:
            request = _decode_request(self.request.body)
            # Off the loop: an import may take minutes, and pages are asked for meanwhile.
            status, answer = 200, await asyncio.to_thread(action, self.session, request)
        except SaveConflictError as exc:
            current = exc.current.decode("utf-8", "replace")
            status, answer = 409, {"message": str(exc), "current": current}
        except SiteBuilderError as exc:
            status, answer = 422, {"message": str(exc)}
        except OSError as exc:
            status, answer = 500, {"message": f"没有保存：{describe_os_error(exc)}。"}
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            status, answer = 400, {"message": "不认识的请求。"}
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
        self._answer(body, _JSON, status)


def _decode_request(body: bytes) -> Request:
    """Return a request. Raises ValueError and TypeError."""
    request = json.loads(body)
    if not isinstance(request, dict):
        raise TypeError
    return request
