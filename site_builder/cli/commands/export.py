"""`site-builder export`: the catalogue as a sheet to edit."""

from argparse import Namespace
from pathlib import Path

from site_builder.cli import console
from site_builder.cli.program_name import quoted
from site_builder.core.errors import AlreadyExistsError, UsageError
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.export_catalogue import export_catalogue


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write the sheet. Returns 0, 1 where there is one already, 2 for what cannot be written."""
    file = Path(arguments.file)
    try:
        count = export_catalogue(
            Path(arguments.project), file, load_standards(), force=arguments.force
        )
    except UsageError as exc:
        console.print_error(str(exc))
        return 1 if isinstance(exc, AlreadyExistsError) else 2
    console.print_facts(written=[str(file)], rows=count)
    console.print_line(f"已写好 {file}：{count} 份文稿，一份一行。")
    console.print_line(
        f"改好以后运行 site-builder import {quoted(str(file))}，先列出改动，再写进文稿。"
    )
    return 0
