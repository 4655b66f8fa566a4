"""`site-builder doctor`: whether the program works here, and what it lacks."""

import sys
from argparse import Namespace
from itertools import groupby
from typing import Any

from site_builder.cli import console
from site_builder.cli.findings_json import finding_to_dict
from site_builder.core.errors import UsageError
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.extras import EXTRAS
from site_builder.model.location import Location
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.doctor import HealthReport, examine
from site_builder.usecases.installed_parts import LIBREOFFICE, Capability, LibraryState, add_command
from site_builder.usecases.project_health import Health, HealthCheck

_KINDS = {"download": "下载", "import": "导入", "deploy": "发布", "other": "其他"}
_WORDS = {Health.OK: "正常", Health.WARNING: "提醒", Health.ERROR: "错误"}


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Print the report. Returns 0 when sites can be built, 1 when not, 2 for an unknown folder."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        report = examine(arguments.project, load_standards, encoding)
    except UsageError as exc:
        console.print_error(str(exc))
        return 2
    console.print_facts(**_facts(report))
    findings = [check for check in report.checks if check.health is not Health.OK]
    console.print_findings((), map(_to_finding, findings))
    for line in _lines(report):
        console.print_line(line)
    return 0 if report.works else 1


def _lines(report: HealthReport) -> list[str]:
    """Write the report for people: what it comes to, what is wrong, then all else."""
    by_health = {
        health: [check for check in report.checks if check.health is health] for health in Health
    }
    errors, warnings = by_health[Health.ERROR], by_health[Health.WARNING]
    summary = "可以生成网站。" if report.works else f"不能生成网站：有 {len(errors)} 处错误。"
    if warnings:
        summary += f"有 {len(warnings)} 处提醒。"
    if report.missing_extras:
        summary += f"可选的组件有 {len(report.missing_extras)} 种没有装。"
    lines = [summary]
    for check in (*errors, *warnings):
        lines += [f"{_WORDS[check.health]}  {check.message}", f"      {check.hint}"]
    lines += ["", *(f"{_WORDS[Health.OK]}  {check.message}" for check in by_health[Health.OK])]
    if report.project is None:
        lines.append("这里不是项目文件夹，只看了程序；要看项目，用 --project 指明。")
    lines += [
        "",
        f"程序 {report.version}（{report.package}）",
        f"Python {report.python}（{report.executable}）",
        f"系统 {report.system}",
        "",
        *_capability_lines(report.capabilities),
        "",
        "可选的组件：",
        *(_extra_line(name, states) for name, states in report.extras),
    ]
    if report.missing_extras:
        lines += ["", "缺的一次装齐，请运行：", f"  {add_command(*report.missing_extras)}"]
    return lines


def _capability_lines(capabilities: tuple[Capability, ...]) -> list[str]:
    lines = ["现在能做："]
    for kind, group in groupby(capabilities, key=lambda item: item.kind):
        labels = ("；" if kind == "other" else "、").join(
            item.label for item in group if not item.missing
        )
        lines.append(f"  {_KINDS[kind]}  {labels or '（没有）'}")
    missing = [item for item in capabilities if item.missing]
    if missing:
        lines += ["", "现在不能做："]
    for item in missing:
        lines += [
            f"  {_KINDS[item.kind]}  {item.label}：没有 {'、'.join(item.missing)}",
            f"      {_hint(item)}",
        ]
    return lines


def _hint(item: Capability) -> str:
    if item.extra:
        return add_command(item.extra)
    if LIBREOFFICE in item.missing:
        return "安装 LibreOffice，或者用 Word、WPS 打开，另存为 .docx 再导入"
    return "安装 OpenSSH 客户端（Windows：设置 → 可选功能）"


def _extra_line(name: str, states: tuple[LibraryState, ...]) -> str:
    mark = "有" if all(state.is_usable for state in states) else "缺"
    return f"  {mark}  {name}（{EXTRAS[name].purpose}）：{'、'.join(map(_library_text, states))}"


def _library_text(state: LibraryState) -> str:
    library = state.library
    if not state.is_importable:
        suffix = "，用系统的代替" if library.is_replaceable else ""
        return f"{library.distribution} 没有装{suffix}"
    if state.is_too_old:
        return f"{library.distribution} {state.version} 太旧，要 {library.min_version} 以上"
    return f"{library.distribution} {state.version}".rstrip()


def _to_finding(check: HealthCheck) -> dict[str, Any]:
    severity = Severity.ERROR if check.health is Health.ERROR else Severity.WARNING
    diagnostic = Diagnostic(f"doctor/{check.id}", severity, Location(""), check.message, check.hint)
    return finding_to_dict(diagnostic)


def _facts(report: HealthReport) -> dict[str, object]:
    """Return the report for programs, described in docs/doctor.md."""
    return {
        "works": report.works,
        "program": {
            "version": report.version,
            "package": report.package,
            "python": report.python,
            "executable": report.executable,
            "system": report.system,
        },
        "project": None if report.project is None else str(report.project.resolve()),
        "checks": [
            {
                "id": check.id,
                "state": check.health.value,
                "message": check.message,
                "hint": check.hint,
            }
            for check in report.checks
        ],
        "capabilities": [
            {
                "kind": item.kind,
                "id": item.id,
                "label": item.label,
                "possible": not item.missing,
                "missing": list(item.missing),
                "extra": item.extra or None,
            }
            for item in report.capabilities
        ],
        "extras": [_extra_dict(name, states) for name, states in report.extras],
        "add": add_command(*report.missing_extras) if report.missing_extras else None,
    }


def _extra_dict(name: str, states: tuple[LibraryState, ...]) -> dict[str, object]:
    is_complete = all(state.is_usable for state in states)
    return {
        "name": name,
        "purpose": EXTRAS[name].purpose,
        "complete": is_complete,
        "add": None if is_complete else add_command(name),
        "libraries": [
            {
                "requirement": state.library.requirement,
                "version": state.version or None,
                "installed": state.is_importable,
                "usable": state.is_usable,
            }
            for state in states
        ],
    }
