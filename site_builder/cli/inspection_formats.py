"""What `inspect` found, for programs and for files: JSON, Markdown and one page of HTML."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from site_builder.cli.findings_json import finding_to_dict
from site_builder.cli.json_output import JsonOutput
from site_builder.inspection.kinds import COLUMNS
from site_builder.model.diagnostic import Severity
from site_builder.model.inspection import InspectionFinding, InspectionReport

_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.7 sans-serif;max-width:60rem;margin:auto;"
    "padding:1rem;overflow-wrap:anywhere}h1,h2,h3{line-height:1.3}li{margin-block:1rem}"
    "dl{margin:.3rem 0}dt{font-weight:bold}dd{margin:0 0 .3rem 1rem}"
    "code{font-size:.85rem}@media print{body{max-width:none}}"
)


def exit_code(report: InspectionReport) -> int:
    """Return what the command ends with: 0, 1 for errors, 3 when parts are undecided."""
    if report.errors:
        return 1
    return 3 if report.undecided else 0


def facts(report: InspectionReport) -> dict[str, object]:
    """Return what was looked at, for programs."""
    return {
        "start": report.survey.start,
        "pages": len(report.survey.visits),
        "requests": report.survey.requests,
        "unchanged": report.survey.unchanged,
        "columns": dict(report.columns),
        "years": {str(year): address for year, address in sorted(report.years.items())},
        "undecided": findings_to_dicts(report.undecided),
    }


def findings_to_dicts(findings: Iterable[InspectionFinding]) -> list[dict[str, Any]]:
    """Return findings as JSON has them, each with the copy it rests on."""
    return [
        finding_to_dict(
            finding.diagnostic,
            evidence={
                "excerpt": finding.excerpt,
                "sha256": finding.sha256,
                "time": finding.time,
            },
        )
        for finding in findings
    ]


def as_json(report: InspectionReport) -> str:
    """Write the object that `--json` prints, to be kept as a file."""
    output = JsonOutput("inspect")
    output.messages += overview_lines(report)
    output.add_findings(findings_to_dicts(report.problems))
    output.facts |= facts(report)
    return output.text(exit_code(report))


def summary(report: InspectionReport) -> str:
    """Return one sentence of what was found."""
    warnings = len(report.problems) - report.errors
    return (
        f"看了 {len(report.survey.visits)} 个网址：错误 {report.errors} 处，提醒 {warnings} 处，"
        f"不能判断 {len(report.undecided)} 处。"
    )


def overview(report: InspectionReport) -> Iterator[tuple[str, str]]:
    """Yield each column and where it is, then the years of the reports."""
    for column, label in COLUMNS.items():
        yield label, report.columns.get(column) or "没有看到"
    years = "、".join(str(year) for year in sorted(report.years))
    yield "读出来的年度报告", years or "没有"


def _details(finding: InspectionFinding) -> Iterator[tuple[str, str]]:
    diagnostic = finding.diagnostic
    yield "网址", diagnostic.location.display_path
    details = (
        ("原文", finding.excerpt),
        ("怎么改" if not finding.undecided else "怎么办", diagnostic.hint),
        ("依据", diagnostic.basis),
        ("证据", f"{finding.time} 的副本，SHA-256 {finding.sha256}" if finding.sha256 else ""),
        ("编号", diagnostic.code),
    )
    yield from ((name, text) for name, text in details if text)


def _groups(report: InspectionReport) -> Iterator[tuple[str, tuple[InspectionFinding, ...]]]:
    problems = report.problems
    yield "错误", tuple(f for f in problems if f.diagnostic.severity is Severity.ERROR)
    yield "提醒", tuple(f for f in problems if f.diagnostic.severity is not Severity.ERROR)
    yield "不能判断", report.undecided


def overview_lines(report: InspectionReport) -> Iterator[str]:
    """Yield what was looked at, for people at a terminal."""
    yield summary(report)
    yield from (f"{name}：{text}" for name, text in overview(report))


def finding_lines(report: InspectionReport) -> Iterator[str]:
    """Yield the findings for people at a terminal."""
    yield ""
    for name, findings in _groups(report):
        for finding in findings:
            details = dict(_details(finding))
            head = f"{details.pop('网址')} {name} {details.pop('编号')}"
            yield f"{head}  {finding.diagnostic.message}"
            yield from (f"  {label}：{text}" for label, text in details.items())


def as_markdown(report: InspectionReport) -> str:
    """Write a report as Markdown."""
    lines = [f"# 政府信息公开检查：{_plain(report.survey.start)}", "", summary(report), ""]
    lines += [f"* {name}：{_plain(text)}" for name, text in overview(report)]
    for name, findings in _groups(report):
        lines += ["", f"## {name}（{len(findings)} 处）", ""]
        for finding in findings:
            lines.append(f"1. {_plain(finding.diagnostic.message)}")
            lines += [f"   * {label}：{_plain(text)}" for label, text in _details(finding)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return words of others as Markdown that is nothing but words."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|!&" else sign for sign in text)


def as_html(report: InspectionReport) -> str:
    """Write a report as one page that needs nothing else."""
    start = escape(report.survey.start)
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>政府信息公开检查：{start}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>政府信息公开检查：{start}</h1>\n<p>{escape(summary(report))}</p>\n<dl>",
        *(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in overview(report)),
        "</dl>",
    ]
    for name, findings in _groups(report):
        parts.append(f"<h2>{name}（{len(findings)} 处）</h2>")
        parts += ["<ol>", *map(_html_item, findings), "</ol>"] if findings else ["<p>没有。</p>"]
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _html_item(finding: InspectionFinding) -> str:
    rows = "".join(f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in _details(finding))
    return f"<li><strong>{escape(finding.diagnostic.message)}</strong><dl>{rows}</dl></li>"
