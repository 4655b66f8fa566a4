"""Why a file of the site was made again, or was not: the causes of its key, in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from site_builder.build.output_scan import OutputScan
from site_builder.core.text.suggest import closest_match
from site_builder.core.urls import page_url
from site_builder.core.web_addresses import split_address
from site_builder.model.manifest import Manifest, OutputRecord

_LABELS: Mapping[str, str] = {
    "program": "程序本身",
    "standards": "表式、目录字段等标准数据",
    "settings": "设置（config.yaml）",
    "libraries": "生成它的组件的版本",
    "frame": "各页共有的部分（页眉、导航、年份、样式）",
    "template": "模板",
    "text": "它的文稿（包括统计数据和引用的表格）",
    "pictures": "文稿里的图片",
    "related": "和它互相解读的文件",
    "review": "审签情况",
    "sizes": "它链接的附件或下载文件的大小",
    "notices": "照原样公布的说明",
    "reports": "年度报告",
    "years": "有年度报告的年份",
    "entries": "列出的条目",
    "total": "目录的总条数",
    "listing": "列表的名称",
    "filters": "目录的分类和条数",
    "place": "它在列表里的位置（页码、总条数）",
    "texts": "列出的报告、制度和常设页面",
    "items": "有内容的公开事项",
    "rules": "列出的制度",
    "datasets": "列出的数据",
    "urls": "列出的网址和日期",
    "address": "链接的地址",
    "bytes": "它的内容",
}
"""Cause of a key → what people call it."""


@dataclass(frozen=True, slots=True)
class SitePlaces:
    """Where a site is: what an address or a file's name begins with."""

    address: str
    """Under which it is published; empty when unknown."""
    project: Path
    output: Path


def explain(  # noqa: PLR0913 - a name, two builds and where their site is
    name: str,
    places: SitePlaces,
    previous: Manifest,
    final: Manifest,
    scan: OutputScan,
    *,
    clean: bool,
) -> tuple[str, ...]:
    """Return, as lines to print, why the file that is meant was made again or was not.

    `name` is its address, its file, or its source. `scan`: the output folder before the build.
    """
    path = _path_in_site(name, places)
    url = _find_url(path, final.records)
    if not url:
        return (_absence(name, path, previous, final),)
    old, new = previous.records.get(url), final.records[url]
    if clean:
        return (f"{url}：重新做的，因为要求全部重做（--clean）。",)
    if old is None:
        return (f"{url}：新做的，上次生成的网站里没有它。",)
    before = _causes(old, previous)
    now = _causes(new, final)
    changed = [cause for cause in {**before, **now} if before.get(cause) != now.get(cause)]
    if changed:
        same = "做出来和原来一字不差，所以文件没有动。" if old.digest == new.digest else ""
        return (f"{url}：重新做的，因为有变化：{_labels(changed)}。{same}",)
    if not scan.has_file(url, old.size, old.mtime_ns):
        return (f"{url}：重新做的，因为输出文件夹里的这个文件不见了，或者被人改动过。",)
    return (f"{url}：没有重新做。做它的依据都和上次一样：{_labels(now)}。",)


def _absence(name: str, path: str, previous: Manifest, final: Manifest) -> str:
    removed = _find_url(path, previous.records)
    if removed:
        return f"{removed}：这一次删掉了，因为它的文稿没有了（删除、改名或者移走了）。"
    close = closest_match(path, final.records) if path else ""
    hint = f"是不是“{close}”？" if close else "请写网址或文件名，如 2021/report.html。"
    return f"网站里没有“{name}”。{hint}"


def _path_in_site(name: str, places: SitePlaces) -> str:
    """Return what is meant as a path from the site's root; empty for what lies elsewhere."""
    path = name.strip().replace("\\", "/")
    if "://" in path:
        address, own = split_address(path), split_address(places.address)
        if own.hostname and (
            address.hostname != own.hostname or not f"{address.path}/".startswith(own.path)
        ):
            return ""
        return unquote(address.path)[max(len(own.path) - 1, 0) :].lstrip("/") or "index.html"
    for folder in (places.output, places.project / "content", places.project):
        root = folder.resolve().as_posix()
        path = path.removeprefix(f"{root}/") if path != root else ""
    path = path.partition("#")[0].partition("?")[0].removeprefix("./")
    if Path(path).is_absolute() and Path(path).exists():
        return ""
    path = path.lstrip("/").removeprefix("public/").removeprefix("content/")
    if path.endswith(("/figures.yaml", "/report.sign.yaml", "/report.remarks.yaml")):
        path = f"{path.rpartition('/')[0]}/report.md"
    return path or "index.html"


def _find_url(path: str, urls: Collection[str]) -> str:
    """Find what is meant: its address, a folder's page, or the page of a source."""
    folder_page = f"{path.rstrip('/')}/index.html"
    return next((url for url in (path, page_url(path), folder_page) if path and url in urls), "")


def _causes(record: OutputRecord, manifest: Manifest) -> Mapping[str, str]:
    """Return what decided a file, by the names of the causes."""
    key = f"{record.cache_key} {manifest.shared.get(record.renderer, '')}"
    pairs = (cause.partition(":") for cause in key.split())
    return {name: value for name, _, value in pairs}


def _labels(names: Iterable[str]) -> str:
    return "、".join(_LABELS.get(name, name) for name in names)
