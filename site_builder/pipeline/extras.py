"""Optional libraries and fonts: what is missing or broken is told before anything is made.

Which of them are there, and which versions, is part of the key of what they make.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.files import PrintDocumentView
from site_builder.model.page import Page, Plan
from site_builder.model.place import Location
from site_builder.model.settings import Fonts, Settings
from site_builder.nearest import closest_match
from site_builder.pipeline.libraries import DOWNLOADS, versions
from site_builder.render import fonts, pdf_process


@dataclass(frozen=True, slots=True)
class _Extra:
    """What one kind of download needs."""

    label: str
    modules: tuple[str, ...]
    distributions: tuple[str, ...]
    """What to install again when it is broken."""


_EXTRAS = {
    "pdf": _Extra("PDF", ("typst", "pikepdf"), ("typst", "pikepdf", "pylopdf-fonts-zh-cn")),
    "docx": _Extra("Word", ("docx",), ("python-docx", "lxml")),
    "xlsx": _Extra("Excel", ("xlsxwriter",), ("XlsxWriter",)),
}
"""Extra of the project, and ending of what it makes → what it needs."""


def missing(planned: Plan, settings: Settings) -> list[Diagnostic]:
    """Find chosen downloads that cannot be made here."""
    wanted = {page.renderer.rpartition(".")[2] for page in planned.pages}
    lacking = [
        kind
        for kind, extra in _EXTRAS.items()
        if kind in wanted and not all(find_spec(name) for name in extra.modules)
    ]
    place = settings.locations.get("downloads", Location("config.yaml"))
    found = []
    if lacking:
        labels = "、".join(_EXTRAS[kind].label for kind in lacking)
        some = ",".join(lacking)
        hint = f'请运行 python -m pip install "site-builder[{some}]"，'
        hint += f"或从“下载”里去掉 {'、'.join(lacking)}。"
        message = f"生成 {labels} 文件需要的组件没有安装"
        found.append(error("render/extra", place, message, hint))
    if "pdf" in wanted and "pdf" not in lacking:
        found += _missing_fonts(settings, place)
    return found


def unusable(pages: Iterable[Page], place: Location) -> list[Diagnostic]:
    """Find libraries that are installed and cannot be loaded, of what is about to be made."""
    kinds = {page.renderer.rpartition(".")[2] for page in pages}
    told = ((kind, _fault(kind)) for kind in _EXTRAS if kind in kinds)
    return [broken(kind, fault, place) for kind, fault in told if fault]


def broken(kind: str, fault: str, place: Location) -> Diagnostic:
    """Say that a library cannot be loaded, and how to get it back."""
    extra = _EXTRAS[kind]
    message = f"生成 {extra.label} 文件的组件装了但不能使用：{fault}"
    hint = f"请重新安装：python -m pip install --force-reinstall {' '.join(extra.distributions)}"
    return error("render/extra", place, message, f"{hint}；或从“下载”里去掉 {kind}。")


@cache
def _fault(kind: str) -> str:
    """Load an extra's libraries for once; give what was wrong."""
    if kind == "pdf":
        # Never in this process: it keeps threads, and builds fork.
        return pdf_process.fault_of_loading()
    try:
        for name in _EXTRAS[kind].modules:
            import_module(name)
    except Exception as fault:  # noqa: BLE001 - a library that is broken fails in any way
        return f"{type(fault).__name__}: {fault}"
    return ""


def _missing_fonts(settings: Settings, place: Location) -> list[Diagnostic]:
    found = []
    chosen = {
        getattr(settings.fonts, name): settings.locations.get(f"font.{name}", place)
        for name in ("title", "body", "hei", "kai")
    }
    for family in fonts.lacking(settings.fonts):
        if family in chosen:
            # A computer has hundreds: they are not listed.
            close = closest_match(family, fonts.known())
            hint = f"是不是“{close}”？" if close else ""
            hint += "请安装这种字体，或改写、删去这一行，用自带的字体。"
        else:
            hint = '请运行 python -m pip install "site-builder[pdf]"，里面有字体；'
            hint += "或从“下载”里去掉 pdf。"
        message = f"生成 PDF 文件需要的字体“{family}”没有安装"
        found.append(error("render/font", chosen.get(family, place), message, hint))
    return found


def decisive(page: Page) -> str:
    """Name the libraries and fonts that decide the bytes of a download."""
    kind = page.renderer.rpartition(".")[2]
    if kind == "pdf" and isinstance(page.view, PrintDocumentView):
        return f"{versions(DOWNLOADS[kind])}{_font_files(page.view.fonts)}"
    return versions(DOWNLOADS.get(kind, ()))


@cache
def _font_files(chosen: Fonts) -> str:
    facts = [(path, Path(path).stat()) for path in fonts.files(chosen)]
    return repr([(path, one.st_size, one.st_mtime_ns) for path, one in facts])
