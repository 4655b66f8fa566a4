"""`site-builder new`: a site, the blank files of a year's report, a document."""

from argparse import Namespace
from pathlib import Path

from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.needed_folders import missing_file
from site_builder.cli.program_name import project_option
from site_builder.core.errors import AlreadyExistsError, UsageError, describe_os_error
from site_builder.model.download_formats import FORMATS
from site_builder.model.form import form_for
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.import_document import import_document
from site_builder.usecases.installed_parts import add_command, missing_libraries
from site_builder.usecases.new_site import new_site
from site_builder.usecases.new_source import new_document, new_report
from site_builder.usecases.new_template import new_template


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write new sources. Returns 0; 1 when none could be written; 2 for what there is not."""
    standards = load_standards()
    if arguments.kind == "site":
        return _new_site(arguments, standards)
    if arguments.kind == "template":
        return _new_template(arguments)
    if standards.form_errors:
        console.print_diagnostics(standards.form_errors)
        return 1
    try:
        if arguments.kind == "document":
            return _new_document(arguments, standards)
        return _new_report(Path(arguments.project), standards, arguments.year)
    except UsageError as exc:
        console.print_error(f"{exc}" if exc.hint else f"{exc}。")
    except OSError as exc:
        console.print_error(f"写不进 content/{arguments.year}：{describe_os_error(exc)}。")
    return 1


def _new_site(arguments: Namespace, standards: Standards) -> int:
    project = Path(arguments.folder)
    try:
        paths = new_site(
            project,
            standards,
            organization=arguments.organization,
            name=arguments.name,
            year=today(arguments.today).year,
        )
    except UsageError as exc:
        console.print_error(f"{exc}")
        return 1
    except OSError as exc:
        console.print_error(f"写不进 {project}：{describe_os_error(exc)}。")
        return 1
    console.print_facts(written=list(map(str, paths)))
    for path in paths:
        console.print_line(f"已写好 {path}。")
    option = project_option(str(project))
    console.print_line(
        f"运行 site-builder check{option} 看要填什么，"
        f"或者运行 site-builder edit{option} 在浏览器里填。"
    )
    if lacking := [item for item in FORMATS if missing_libraries(item.id)]:
        console.print_line(
            f"网站要提供 {'、'.join(item.label for item in lacking)} 下载，生成以前先装组件："
            f"{add_command(*(item.id for item in lacking))}"
        )
    return 0


def _new_template(arguments: Namespace) -> int:
    try:
        path = new_template(Path(arguments.project), arguments.name)
    except UsageError as exc:
        console.print_error(f"{exc}")
        return 1 if isinstance(exc, AlreadyExistsError) else 2
    except OSError as exc:
        console.print_error(f"写不进 templates：{describe_os_error(exc)}。")
        return 1
    console.print_facts(written=[path])
    console.print_line(f"已写好 {path}，和自带的一样。现在可以改它；没有抄来的，还用自带的。")
    return 0


def _new_report(project: Path, standards: Standards, year: int) -> int:
    report = new_report(project, standards, year)
    written = report.written
    console.print_facts(written=list(written))
    for name in ("report.md", "figures.yaml"):
        path = f"content/{year}/{name}"
        is_new = path in written
        console.print_line(f"已写好空白的 {path}。" if is_new else f"已经有 {path}，没有改动它。")
    if report.proposed:
        console.print_line(
            f"上年报告结转过来的 {report.proposed} 个数写作“待核”，可能的数写在上一行，请逐格核对。"
        )
    form = form_for(year, standards.forms)
    if written and form:
        console.print_line(f"表式：{form.document_number}。填好以后运行 site-builder check 检查。")
    return 0 if written else 1


def _new_document(arguments: Namespace, standards: Standards) -> int:
    if arguments.source:
        return _import_document(arguments, standards)
    path = new_document(
        Path(arguments.project),
        standards,
        year=arguments.year,
        name=arguments.name or "",
        title=arguments.title,
    )
    console.print_facts(written=[str(path)])
    console.print_line(f"已写好 {path}。填好以后运行 site-builder check 检查。")
    return 0


def _import_document(arguments: Namespace, standards: Standards) -> int:
    if arguments.title:
        raise UsageError("--from 和 --title 不能一起写", "名称用原件的标题，导入以后可以改。")
    if not Path(arguments.source).exists():
        console.print_error(missing_file(arguments.source))
        return 2
    imported = import_document(
        Path(arguments.project), standards, arguments.source, arguments.year, arguments.name or ""
    )
    console.print_facts(written=[str(imported.path)])
    console.print_line(f"已写好 {imported.path}。")
    for note in imported.notes:
        console.print_line(f"  {note}")
    console.print_line("请对照原件核对，补上空着的各项，再运行 site-builder check 检查。")
    return 0
