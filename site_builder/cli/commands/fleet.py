"""`site-builder fleet`: the projects of all bodies of a register."""

from argparse import Namespace
from pathlib import Path

from site_builder.build.register import load_register
from site_builder.cli import console, fleet_table
from site_builder.cli.clock import today
from site_builder.cli.progress import stage_progress
from site_builder.cli.register_import import run_import
from site_builder.core.errors import UsageError
from site_builder.model.body import Register
from site_builder.model.diagnostic import has_errors
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.fleet import FleetRequest, run_fleet

_INTERRUPTED = 130


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Work on all bodies. Returns 0; 1 when any of them failed; 2 for wrong usage."""
    standards = load_standards()
    if standards.form_errors:
        console.print_diagnostics(standards.form_errors)
        return 1
    if arguments.action == "import":
        return run_import(arguments, standards)
    try:
        register = _load_register(Path(arguments.project), standards)
        return 1 if register is None else _run(arguments, register)
    except UsageError as exc:
        console.print_error(str(exc))
        return 2


def _load_register(folder: Path, standards: Standards) -> Register | None:
    """Read the register and print what is wrong with it; None where it cannot be used."""
    register, diagnostics = load_register(folder, standards)
    if diagnostics:
        console.print_diagnostics(diagnostics)
    if register is None or has_errors(diagnostics):
        console.print_error("机构名录有错误，没有处理任何机构。")
        return None
    return register


def _run(arguments: Namespace, register: Register) -> int:
    request = FleetRequest(
        folder=Path(arguments.project),
        action=arguments.action,
        today=today(arguments.today),
        bodies=tuple(arguments.bodies),
        jobs=arguments.jobs,
        cluster=arguments.cluster,
        clean=getattr(arguments, "clean", False),
        target=getattr(arguments, "target", ""),
        author=getattr(arguments, "author", ""),
        dry_run=getattr(arguments, "dry_run", False),
    )
    with stage_progress(quiet=arguments.quiet) as progress:
        result = run_fleet(request, register, progress)
    console.print_facts(**fleet_table.facts(result, register.by_code))
    lines = fleet_table.describe_result(
        result, register.by_code, quiet=arguments.quiet, dry_run=request.dry_run
    )
    for line in lines:
        console.print_line(line)
    if result.is_interrupted:
        return _INTERRUPTED
    return 1 if result.failed else 0
