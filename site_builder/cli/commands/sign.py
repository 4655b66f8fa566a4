"""`site-builder sign`: one level of review of one document."""

from argparse import Namespace
from pathlib import Path

from site_builder.build.options import Options
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.content.reviewer_names import normalize_name
from site_builder.core.errors import SignRefusedError, UnknownDocumentError, describe_os_error
from site_builder.model.review import Reviewer
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.sign import sign


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Sign a document. Returns 0, 1 when the sign-off is refused, or 2 for an unknown document."""
    standards = load_standards()
    project = Path(arguments.project)
    options = Options(
        project=project,
        output=project / "public",
        today=today(),
    )
    try:
        record, remaining = sign(
            options, standards, arguments.file, Reviewer(arguments.signer, arguments.level)
        )
    except SignRefusedError as exc:
        console.print_diagnostics(exc.diagnostics)
        console.print_error(str(exc))
        return 2 if isinstance(exc, UnknownDocumentError) else 1
    except OSError as exc:
        console.print_error(f"写不进审签记录：{describe_os_error(exc)}。")
        return 1
    console.print_facts(record=record, remaining=list(remaining))
    console.print_line(f"{normalize_name(arguments.signer)}已{arguments.level}，记入 {record}。")
    console.print_line(f"还要：{'、'.join(remaining)}。" if remaining else "各级审核已经齐全。")
    return 0
