"""Export the catalogue as a sheet to edit: a row a document, with the file it comes from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from site_builder.build.catalogue_sources import CatalogueSource, read_catalogue_sources
from site_builder.core.errors import AlreadyExistsError, UsageError
from site_builder.core.safe_files import write_whole
from site_builder.importing.recognition.catalogue import DIGEST_LABEL, SOURCE_LABEL, YEAR_LABEL
from site_builder.model.extras import install_command
from site_builder.model.standards import Field, Standards
from site_builder.render.data.csv_files import sheet_csv
from site_builder.usecases.list_catalogue import sheet_fields

_FORMATS = (".xlsx", ".csv")


def export_catalogue(
    project: Path, file: Path, standards: Standards, *, force: bool = False
) -> int:
    """Write the sheet; returns how many documents it lists.

    Raises UsageError for another format, a file that is there already (unless `force`), a missing
    library and a project without documents, and OSError when a file cannot be read or written.
    """
    suffix = file.suffix.lower()
    if suffix not in _FORMATS:
        raise UsageError(f"不能写成“{file.name}”", "文件名请以 .xlsx 或者 .csv 结尾。")
    if file.exists() and not force:
        hint = "请换一个文件名；要写在它上面，加 --force。"
        raise AlreadyExistsError(f"已经有 {file}，没有改动它", hint)
    sources, fatal = read_catalogue_sources(project / "content", standards)
    if fatal:
        raise UsageError(fatal[0].message, fatal[0].hint)
    if not sources:
        raise UsageError("content 里还没有公开的文件", "公开的文件放在 content/年份/documents。")
    header, rows = catalogue_rows(sources, standards)
    write_whole(file, _render(suffix, header, rows))
    return len(rows)


def catalogue_rows(
    sources: Mapping[str, CatalogueSource], standards: Standards
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and the rows of the sheet.

    Its columns are the fields that the law or practice asks for, and those that any document has.
    """
    fields = sheet_fields(sources.values(), standards)
    header = (SOURCE_LABEL, YEAR_LABEL, *(field.label for field in fields), DIGEST_LABEL)
    return header, [_row(item, fields) for item in sources.values()]


def _row(item: CatalogueSource, fields: Sequence[Field]) -> tuple[str, ...]:
    texts = item.typed.texts
    return (
        item.source.display_path,
        str(item.source.year),
        *(texts.get(field.id, "") for field in fields),
        item.digest,
    )


def _render(suffix: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    if suffix == ".csv":
        return sheet_csv(header, rows)
    try:
        from site_builder.render.office.xlsx.catalogue_sheet import (  # noqa: PLC0415 - an extra
            sheet_xlsx,
        )
    except ImportError as exc:
        hint = f"请运行 {install_command('xlsx')}，或者写成 .csv。"
        raise UsageError("写 Excel 文件需要的组件没有安装", hint) from exc
    return sheet_xlsx(header, rows)
