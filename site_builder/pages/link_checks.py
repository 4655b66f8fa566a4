"""Links, anchors, attachments and pictures of documents: does what they lead to exist?"""

import posixpath
from collections.abc import Iterable, Mapping

from site_builder.core.text.suggest import closest_match
from site_builder.core.urls import YEAR, page_url, resolve_link
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document
from site_builder.model.document_fields import Attachment
from site_builder.model.site import Site
from site_builder.pages.unusable_paths import UnusablePath, UnusablePaths


class _LinkSuggester:
    """Finds what was meant by a dead address; a thousand of them have one cause, not a thousand."""

    def __init__(self) -> None:
        self.remaining = 20

    def suggest(self, url: str, candidates: Iterable[str]) -> str:
        """Find the same name in another folder of the year, or a like name in the same folder."""
        self.remaining -= 1
        if self.remaining < 0:
            return ""
        folder, name = posixpath.split(url)
        listed = tuple(candidates)
        top = url.partition("/")[0]
        same_name = [candidate for candidate in listed if posixpath.basename(candidate) == name]
        same_name = [
            candidate
            for candidate in same_name
            if candidate.partition("/")[0] == top or not YEAR.fullmatch(top)
        ]
        if same_name:
            return closest_match(url, same_name) or same_name[0]
        siblings = {
            posixpath.basename(candidate): candidate
            for candidate in listed
            if posixpath.dirname(candidate) == folder
        }
        stems = {posixpath.splitext(candidate)[0]: candidate for candidate in siblings}
        close = closest_match(posixpath.splitext(name)[0], stems)
        return siblings[stems[close]] if close else ""


def check_links(
    documents: Iterable[Document],
    site: Site,
    urls: Mapping[str, str],
    unusable: frozenset[UnusablePath],
) -> Iterable[Diagnostic]:
    """Find dead inside links, dead anchors and missing attachments.

    `urls` gives for each URL the path that authors write: a text's own, below `content/`.
    """
    anchors: dict[str, tuple[str, ...]] = {}
    listed = tuple(documents)
    for document in listed:
        anchors[document.url] = document.anchors
    suggester, unusable_paths = (
        _LinkSuggester(),
        UnusablePaths(unusable, (*urls.values(), *site.files)),
    )
    for document in listed:
        for attachment in document.attachments:
            if attachment.path not in site.files and not unusable_paths.explains(attachment.path):
                yield _missing_file_error(attachment, document.source.path, site.files, suggester)
        for link in document.links:
            if not link.is_external:
                problem = _check_link(
                    link.target,
                    document.source.path,
                    urls,
                    anchors,
                    (suggester, unusable_paths),
                )
                if problem:
                    message = f"链接“{link.target}”{problem[0]}"
                    yield error("plan/link", link.location, message, problem[1])


def _check_link(
    target: str,
    path: str,
    urls: Mapping[str, str],
    anchors: Mapping[str, tuple[str, ...]],
    hint_sources: tuple[_LinkSuggester, UnusablePaths],
) -> tuple[str, str] | None:
    """Check one inside link. Returns what is wrong and the hint, or None."""
    target_path, _, anchor = target.partition("#")
    target_path = target_path.partition("?")[0]
    url = page_url(path) if not target_path else resolve_link(target_path, path)
    if target_path.endswith(".md") and url is not None:
        url = page_url(url)
    if url is None:
        return "指到了 content 外面", "请把文件放进 files 文件夹，再链接到它。"
    suggester, unusable_paths = hint_sources
    if url not in urls and unusable_paths.explains(url):
        return None
    if url not in urls:
        close = suggester.suggest(url, urls)
        suggested_path = _relative_path(path, urls[close]) if close else ""
        hint = f"是不是“{suggested_path}”？地址从本文件所在的文件夹算起。" if close else ""
        return "没有对应的文件", hint or "请核对文件名；地址从本文件所在的文件夹算起。"
    if anchor and url in anchors and anchor not in anchors[url]:
        return f"指向的页面里没有“#{anchor}”", "请核对目标页目录里的链接，或去掉 # 后面的部分。"
    return None


_PICTURES = {
    "site_badge_picture": "党政机关标识图片",
    "emblem": "标志",
    "header_picture": "页眉图片",
}


def check_frame(site: Site, urls: Mapping[str, str]) -> Iterable[Diagnostic]:
    """Find pictures and pages that the settings put on every page, and that are not there."""
    for setting, label in _PICTURES.items():
        path = getattr(site.settings, setting)
        if path and path not in site.files:
            close = _LinkSuggester().suggest(path, site.files)
            hint = f"是不是“{close}”？" if close else "请把图片放进去，或者改正文件名。"
            message = f"没有“{label}”写的文件 content/{path}"
            yield error("plan/attachment", site.settings.locations[setting], message, hint)
    for link in site.settings.navigation:
        url = resolve_link(link.page, "index.md") if link.page else ""
        if url is None or (url and page_url(url) not in urls):
            close = closest_match(
                link.page, (path for path in urls.values() if path.endswith(".md"))
            )
            hint = f"是不是“{close}”？" if close else "写 content 里的文稿，如 about.md。"
            yield error(
                "plan/link", link.location, f"导航里的网页“{link.page}”没有对应的文件", hint
            )


def _missing_file_error(
    attachment: Attachment, path: str, files: Mapping[str, object], suggester: _LinkSuggester
) -> Diagnostic:
    close = suggester.suggest(attachment.path, files)
    hint = (
        f"是不是“{_relative_path(path, close)}”？"
        if close
        else "请把附件放进这一年的 files 文件夹。"
    )
    message = f"没有附件“{_relative_path(path, attachment.path)}”"
    return error("plan/attachment", attachment.location, message, hint)


def _relative_path(path: str, target: str) -> str:
    """Write an address as an author writes it in a file: from that file's folder."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")
