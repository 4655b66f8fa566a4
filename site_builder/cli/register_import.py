"""`site-builder fleet import`: the register of bodies from a sheet, its plan shown first."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from site_builder.build.register_sheet import read_register_sheet
from site_builder.cli import console
from site_builder.cli.catalogue_summary import change_to_dict, rejected_to_dict
from site_builder.cli.needed_folders import missing_file
from site_builder.core.errors import SiteBuilderError, describe_os_error
from site_builder.model.register_plan import RegisterPlan
from site_builder.model.standards import Standards
from site_builder.usecases.import_register import import_register, plan_register

_MAX_LISTED = 200


def run_import(arguments: Namespace, standards: Standards) -> int:
    """Import a register. Returns 0; 1 when it was not written, though something is to be; 2."""
    folder = Path(arguments.project)
    if not Path(arguments.sheet).exists():
        console.print_error(missing_file(arguments.sheet))
        return 2
    try:
        sheet = read_register_sheet(arguments.sheet, standards)
        plan = plan_register(sheet, folder, standards)
        console.print_facts(**_facts(plan))
        for line in _describe(plan):
            console.print_line(line)
        return _write(arguments, plan, folder)
    except SiteBuilderError as exc:
        console.print_error(f"什么也没有写：{exc}")
    except OSError as exc:
        name = f"（{exc.filename}）" if exc.filename else ""
        console.print_error(f"什么也没有写：{describe_os_error(exc)}{name}。")
    return 1


def _write(arguments: Namespace, plan: RegisterPlan, folder: Path) -> int:
    if not plan.is_clear:
        console.print_line("什么也没有写。请改好表格再导入。")
        return 1
    if not plan.has_changes:
        console.print_line("没有要写的。")
        return 0
    if arguments.dry_run:
        console.print_line("只是预演，什么也没有写。")
        return 0
    if plan.base is not None and not arguments.force:
        console.print_line("已经有 bodies.yaml，没有改动它。上面的都核对过，要写的，加 --force。")
        return 1
    files = import_register(plan, folder)
    console.print_facts(written=list(files.written), backups=list(files.backups))
    if files.backups:
        console.print_line(f"原来的另存在 {files.backups[0]}（里面的注释没有带过来）。")
    console.print_line("已写好 bodies.yaml。")
    return 0


def _facts(plan: RegisterPlan) -> dict[str, object]:
    return {
        "created": [{"code": code, "name": name} for code, name in plan.created],
        "changed": [
            {
                "code": item.code,
                "name": item.name,
                "changes": [change_to_dict(change) for change in item.changes],
            }
            for item in plan.changed
        ],
        "unchanged": plan.unchanged,
        "untouched": plan.untouched,
        "rejected": [rejected_to_dict(item) for item in plan.rejected],
        "faults": list(plan.faults),
        "notes": list(plan.notes),
        "written": [],
        "backups": [],
    }


def _describe(plan: RegisterPlan) -> Iterator[str]:
    yield from (f"不能导入：{text}" for text in plan.faults)
    if plan.rejected:
        yield f"不能导入的 {len(plan.rejected)} 行："
        lines = [
            f"  {item.row}（{item.title}）：{'；'.join(item.reasons)}" for item in plan.rejected
        ]
        yield from _cut(lines)
    if plan.changed:
        yield f"改动 {len(plan.changed)} 个机构："
        lines = []
        for change in plan.changed:
            lines.append(f"  {change.name}（{change.code}）")
            lines += [
                f"    {each.label}：{each.old or '（空）'} → {each.new}" for each in change.changes
            ]
        yield from _cut(lines)
    if plan.created:
        yield f"新的 {len(plan.created)} 个机构："
        yield from _cut([f"  {name}（{code}）" for code, name in plan.created])
    yield from (f"说明：{note}" for note in plan.notes)
    yield (
        f"新的 {len(plan.created)} 个，改动 {len(plan.changed)} 个，没有变化 {plan.unchanged} 个，"
        f"表里没有、照旧保留的 {plan.untouched} 个，不能导入 {len(plan.rejected)} 行。"
    )


def _cut(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MAX_LISTED]
    if len(lines) > _MAX_LISTED:
        yield f"  ……还有 {len(lines) - _MAX_LISTED} 行"
