"""Which of some lines a rule reports, and how severely."""

import json

from tests.helpers import Project

CONFIG = """\
--- config.yaml
站点:
  名称: 样例园区政府信息公开
  机关: 样例园区管理委员会
"""
HEADS = {
    "content/guide.md": "---\n标题: 指南\n---\n",
    "content/2021/report.md": "---\n标题: 2021年政府信息公开工作年度报告\n---\n## 一、总体情况\n",
    "content/2021/documents/notice.md": "---\n索引号: A-1\n名称: 通知\n---\n",
}


def check_lines_json(site: Project, path: str, lines: list[str], only: str) -> str:
    site.edit(path, HEADS[path] + "\n\n".join(lines) + "\n")
    return site.check(format="json", only=only, today="2026-06-01").stdout


def line_severities(site: Project, path: str, lines: list[str], only: str) -> dict[str, str]:
    """Check lines of a text; return the gravest severity that each is reported with."""
    head = HEADS[path]
    findings = json.loads(check_lines_json(site, path, lines, only))
    first = head.count("\n") + 1
    result = dict.fromkeys(lines, "")
    for diagnostic in findings["findings"]:
        if str(diagnostic["rule"]).startswith(only) and diagnostic["file"] == path:
            line = lines[(int(diagnostic["line"]) - first) // 2]
            result[line] = (
                "error" if "error" in (result[line], diagnostic["severity"]) else "warning"
            )
    return result


def assert_severity(lines: dict[str, str], severity: str) -> None:
    assert {line: actual for line, actual in lines.items() if actual != severity} == {}
