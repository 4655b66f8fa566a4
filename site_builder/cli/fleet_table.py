"""What came of the bodies of a fleet: a table for people, JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence

from site_builder.cli.display_width import display_width
from site_builder.model.body import Body
from site_builder.model.fleet import BodyOutcome, BodyState, FleetResult

_LABELS: Mapping[str, Mapping[BodyState, str]] = {
    "build": {"done": "已生成", "unchanged": "未变", "failed": "有错误", "crashed": "没有做完"},
    "check": {"done": "已检查", "unchanged": "未变", "failed": "有错误", "crashed": "没有做完"},
    "deploy": {
        "done": "已发布",
        "unchanged": "已是最新",
        "failed": "没有发布",
        "crashed": "没有做完",
    },
}
_HEADERS = ("机构", "结果", "错误", "提醒", "页面", "写入", "删除")
_MAX_ROWS = 40
"""Rows of bodies with which all is well: of more only their number is printed."""
_MAX_NAME = 40


def describe_result(
    result: FleetResult, bodies: Mapping[str, Body], *, quiet: bool = False, dry_run: bool = False
) -> Iterator[str]:
    """Yield the lines for people: problems first, then the table, then the numbers."""
    labels = dict(_LABELS[result.action])
    if dry_run:
        labels |= {"done": "会发布"}
    failed = [outcome for outcome in result.outcomes if outcome.failed]
    for outcome in failed:
        yield f"{_name(outcome, bodies)}（{outcome.code}，{bodies[outcome.code].project}）："
        yield from (f"  {line}" for line in _problems(outcome))
    well = [outcome for outcome in result.outcomes if not outcome.failed]
    rows = [*failed, *(well if len(well) <= _MAX_ROWS and not quiet else ())]
    if rows:
        yield from _table([_HEADERS, *(_row(outcome, bodies, labels) for outcome in rows)])
    if result.action == "deploy" and not quiet:
        yield from (f"{_name(item, bodies)}：{item.message}" for item in well if item.message)
    if failed or not quiet:
        yield _totals(result, labels)
    if result.interruption:
        yield f"{result.interruption.rstrip('。')}。"


def _problems(outcome: BodyOutcome) -> Iterator[str]:
    if outcome.message:
        yield outcome.message
    yield from outcome.problems
    if outcome.errors > len(outcome.problems) > 0:
        rest = outcome.errors - len(outcome.problems)
        yield f"……还有 {rest} 处，到它的项目里运行 site-builder check"


def _name(outcome: BodyOutcome, bodies: Mapping[str, Body]) -> str:
    name = bodies[outcome.code].name
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"


def _row(
    outcome: BodyOutcome, bodies: Mapping[str, Body], labels: Mapping[BodyState, str]
) -> tuple[str, ...]:
    numbers = (
        *(outcome.errors, outcome.warnings, outcome.pages, outcome.written, outcome.removed),
    )
    return (_name(outcome, bodies), labels[outcome.state], *(str(number) for number in numbers))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows whose columns stand below one another where Chinese characters are wide."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        words = [row[0] + " " * (widths[0] - display_width(row[0]))]
        words += [
            " " * (width - display_width(text)) + text
            for text, width in zip(row[1:], widths[1:], strict=True)
        ]
        yield "  ".join(words)


def _totals(result: FleetResult, labels: Mapping[BodyState, str]) -> str:
    counts = {state: sum(outcome.state == state for outcome in result.outcomes) for state in labels}
    parts = [f"{labels[state]} {count} 个" for state, count in counts.items() if count]
    return f"共 {len(result.outcomes)} 个机构：{'，'.join(parts)}。"


def facts(result: FleetResult, bodies: Mapping[str, Body]) -> dict[str, object]:
    """Return the same for programs, every body of it."""
    outcomes = [
        {
            "code": outcome.code,
            "name": bodies[outcome.code].name,
            "project": bodies[outcome.code].project,
            "state": outcome.state,
            "errors": outcome.errors,
            "warnings": outcome.warnings,
            "pages": outcome.pages,
            "files": outcome.files,
            "written": outcome.written,
            "removed": outcome.removed,
            "message": outcome.message or None,
            "problems": list(outcome.problems),
            "cpu_seconds": outcome.cpu_ms / 1000,
        }
        for outcome in result.outcomes
    ]
    states = ("done", "unchanged", "failed", "crashed")
    return {
        "action": result.action,
        "failed": result.failed,
        "interruption": result.interruption or None,
        "counts": {state: sum(item.state == state for item in result.outcomes) for state in states},
        "cpu_seconds": sum(outcome.cpu_ms for outcome in result.outcomes) / 1000,
        "bodies": outcomes,
    }
