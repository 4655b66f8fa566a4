"""A new site: settings and standing pages that build at once; never over anything."""

from contextlib import suppress
from pathlib import Path

from site_builder.core.errors import UsageError
from site_builder.core.urls import YEAR
from site_builder.model.standards import Standards
from site_builder.standards.json_schemas import SCHEMA_FOLDER
from site_builder.standards.new_site_files import new_site_files

_MAX_LENGTH = 60
_REFUSED = frozenset(":：#<>[]{}*&!|'\"%@`\\〔〕")
"""Signs that no name of a body has, and that would mean something where the name is written."""


def new_site(
    project: Path, standards: Standards, *, organization: str, name: str, year: int
) -> tuple[str, ...]:
    """Write the files of a new site. Returns those that an office edits, by their paths.

    Without a name, the site is named after the body. Raises UsageError for a folder that holds
    anything, and for names that cannot be written; OSError, with nothing left behind.
    """
    organization = _checked(organization, "机关的名称")
    name = _checked(name or f"{organization}政府信息公开", "网站的名称")
    if not YEAR.fullmatch(str(year)):
        raise UsageError(f"没有 {year} 这样的年份", "年份写四位数字，如 2026。")
    if not is_empty_folder(project):
        raise UsageError(f"{project.resolve()} 里已经有东西，没有新建", "请换一个空的文件夹。")
    written: list[Path] = []
    paths: list[str] = []
    try:
        for path, text in new_site_files(name, organization, year, standards):
            file = project / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                written.append(file)
                opened.write(text)
            if not path.startswith("."):
                paths.append(path)
    except OSError:
        for file in written:
            file.unlink(missing_ok=True)
        folders = (f"content/{year}/documents", f"content/{year}", "content", SCHEMA_FOLDER)
        for folder in folders:
            with suppress(OSError):
                (project / folder).rmdir()
        raise
    return tuple(paths)


def is_empty_folder(folder: Path) -> bool:
    """Return whether a site may be made in a folder: it is not there, or holds nothing."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name.startswith(".") for path in folder.iterdir())


def _checked(name: str, label: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > _MAX_LENGTH or not words.isprintable():
        raise UsageError(f"请写上{label}", f"不超过 {_MAX_LENGTH} 个字。")
    if refused := sorted(_REFUSED & set(words)):
        raise UsageError(f"{label}里不能有 {' '.join(refused)}", "请只写名称。")
    return words
