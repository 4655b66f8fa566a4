"""Optional libraries and fonts: what is missing or broken is reported before anything is built.

Which of them are there, and which versions, is part of the key of what they make.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from site_builder.build.library_versions import DOWNLOADS
from site_builder.core.folder_state import file_state
from site_builder.core.installed_versions import versions
from site_builder.core.text.suggest import closest_match
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.download_formats import FORMATS, FORMATS_BY_ID
from site_builder.model.extras import install_command, pip_install
from site_builder.model.location import Location
from site_builder.model.page import Page, Plan
from site_builder.model.settings import Fonts, Settings


def missing_extras(ids: Collection[str], settings: Settings) -> list[Diagnostic]:
    """Find downloads, by the ids of their formats, that cannot be made here."""
    lacking = [
        item
        for item in FORMATS
        if item.id in ids
        and any(
            find_spec(library.module) is None
            for library in item.libraries
            if not library.is_replaceable
        )
    ]
    location = settings.locations.get("downloads", Location("config.yaml"))
    diagnostics = []
    if lacking:
        labels = "、".join(item.label for item in lacking)
        lacking_ids = [item.id for item in lacking]
        hint = (
            f"请运行 {install_command(*lacking_ids)}，或从“下载”里去掉 {'、'.join(lacking_ids)}。"
        )
        message = f"生成 {labels} 文件需要的组件没有安装"
        diagnostics.append(error("render/extra", location, message, hint))
    if "pdf" in ids and FORMATS_BY_ID["pdf"] not in lacking:
        diagnostics += _missing_fonts(settings, location)
    return diagnostics


def broken_extras(pages: Iterable[Page], location: Location) -> list[Diagnostic]:
    """Find libraries that are installed and cannot be loaded, of what is about to be made."""
    ids = {page.renderer for page in pages}
    failures = ((item.id, _loading_error(item.id)) for item in FORMATS if item.id in ids)
    return [broken_extra_error(name, reason, location) for name, reason in failures if reason]


def broken_extra_error(format_id: str, reason: str, location: Location) -> Diagnostic:
    """Report that a library cannot be loaded, and how to get it back."""
    message = f"生成 {FORMATS_BY_ID[format_id].label} 文件的组件装了但不能使用：{reason}"
    distributions = " ".join(DOWNLOADS.get(format_id, ()))
    hint = f"请重新安装：{pip_install()} --force-reinstall {distributions}"
    return error("render/extra", location, message, f"{hint}；或从“下载”里去掉 {format_id}。")


@lru_cache(maxsize=8)
def _loading_error(format_id: str) -> str:
    """Load a format's libraries for once; return what was wrong."""
    if format_id == "pdf":
        from site_builder.render.pdf import worker  # noqa: PLC0415 - no other format needs it

        # Never in this process: it holds threads, and builds fork.
        return worker.check_import()
    try:
        for library in FORMATS_BY_ID[format_id].libraries:
            import_module(library.module)
    except Exception as exc:  # noqa: BLE001 - a library that is broken fails in any way
        return f"{type(exc).__name__}: {exc}"
    return ""


def _missing_fonts(settings: Settings, location: Location) -> list[Diagnostic]:
    from site_builder.render.pdf import fonts  # noqa: PLC0415 - only a PDF needs fonts

    if fonts.only_bundled(settings.fonts):
        return []
    if reason := _loading_error("pdf"):
        # It lists the fonts of the system.
        return [broken_extra_error("pdf", reason, location)]
    diagnostics = []
    chosen = {
        getattr(settings.fonts, name): settings.locations.get(f"font.{name}", location)
        for name in ("title", "body", "hei", "kai")
    }
    for family in fonts.missing_families(settings.fonts):
        if family in chosen:
            # A computer has hundreds: they are not listed.
            suggestion = closest_match(family, fonts.available_families())
            hint = f"是不是“{suggestion}”？" if suggestion else ""
            hint += "请安装这种字体，或改写、删去这一行，用自带的字体。"
        else:
            hint = f"请运行 {install_command('pdf')}，里面有字体；或从“下载”里去掉 pdf。"
        message = f"生成 PDF 文件需要的字体“{family}”没有安装"
        diagnostics.append(error("render/font", chosen.get(family, location), message, hint))
    return diagnostics


def library_fingerprint(format_id: str, chosen: Fonts) -> str:
    """Return the versions of the libraries and fonts that decide the bytes of a download."""
    names = versions(DOWNLOADS.get(format_id, ()))
    return f"{names}{_font_files(chosen)}" if format_id == "pdf" else names


def font_states(planned: Plan) -> tuple[tuple[str, str], ...]:
    """Return the font files of the system that PDF files are set with, with size and times."""
    if all(page.renderer != "pdf" for page in planned.pages):
        return ()
    from site_builder.render.pdf import fonts  # noqa: PLC0415 - only a PDF needs fonts

    return tuple(
        (path, file_state(path)[0]) for path in fonts.system_font_files(planned.settings.fonts)
    )


@lru_cache(maxsize=4)
def _font_files(chosen: Fonts) -> str:
    from site_builder.render.pdf import fonts  # noqa: PLC0415 - only a PDF has fonts in its key

    stats = [(path, Path(path).stat()) for path in fonts.system_font_files(chosen)]
    return repr([(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats])
