"""`site-builder schema`: JSON Schemas for editors of text files, and of what `--json` prints."""

from argparse import Namespace
from pathlib import Path

from site_builder.cli import console
from site_builder.cli.json_output import RESULT_SCHEMA
from site_builder.core.errors import describe_os_error
from site_builder.core.safe_files import write_whole
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.schemas import write_schemas

_RESULT = "result.json"


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write the schemas. Returns 0, or 1 when they cannot be written."""
    folder = Path(arguments.output)
    try:
        names = (*write_schemas(folder, load_standards()), _RESULT)
        write_whole(folder / _RESULT, RESULT_SCHEMA.read_bytes())
    except OSError as exc:
        console.print_error(f"写不进 {folder}：{describe_os_error(exc)}。")
        return 1
    console.print_facts(written=[str(folder / name) for name in names])
    for name in names:
        console.print_line(f"已写好 {folder / name}。")
    return 0
