"""What came of a site that was built, for programs."""

from pathlib import Path

from site_builder.build.options import Result
from site_builder.cli import console


def print_site_facts(result: Result, output: Path) -> None:
    """Print where the site is and how much of it was written."""
    console.print_facts(
        output=str(output),
        pages=result.pages,
        files=result.files,
        written=result.written,
        removed=result.removed,
    )
