"""What the program says to people: diagnostics, progress, summaries. Only this module prints."""

import os
import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from site_builder import rules
from site_builder.excerpt import Lines
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.digits import masked
from site_builder.model.verdict import Kind, Verdict

_RED, _YELLOW, _DIM, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


def prepare() -> None:
    """Make the streams able to print any character: a Windows console may know only GBK."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def close() -> None:
    """Say nothing more: nobody is reading."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.name != "nt"


def show(
    findings: Iterable[Diagnostic],
    accepted: int,
    lines: Lines | None = None,
    *,
    grouped: bool = False,
) -> None:
    """Print findings, each with its place, what is wrong and what to do; then count them.

    With `grouped`, many warnings are told by kind: who builds is to see the errors first. What
    `check` does not look at is always told one by one.
    """
    listed = tuple(findings)
    warnings = [one for one in listed if one.severity is Severity.WARNING]
    by_kind = [one for one in warnings if not one.rule.startswith(_UNCHECKED)]
    grouped = grouped and len(by_kind) > _MANY
    for one in listed:
        if not grouped or one.severity is Severity.ERROR or one.rule.startswith(_UNCHECKED):
            _show_one(one, lines)
    if grouped:
        _show_kinds(by_kind)
    if listed or accepted:
        let = f"，已接受 {accepted} 处" if accepted else ""
        print(f"\n错误 {len(listed) - len(warnings)} 处，提醒 {len(warnings)} 处{let}。")


def _show_one(one: Diagnostic, lines: Lines | None) -> None:
    coloured = _coloured()
    mark = one.severity.value
    if coloured:
        colour = _RED if one.severity is Severity.ERROR else _YELLOW
        mark = f"{colour}{mark}{_PLAIN}"
    print(f"{one.place} {mark} {one.rule}  {one.message}")
    for line in lines.show(one.place) if lines else ():
        print(line)
    more = [one.hint]
    # What reading finds can only be mended: its basis and number tell an author nothing.
    if _RULE.match(one.rule):
        more += [
            f"依据：{one.basis}" if one.basis else "",
            f"编号：{one.id}" if one.subject else "",
        ]
    for line in filter(None, more):
        print(f"  {_DIM}{line}{_PLAIN}" if coloured else f"  {line}")


def _show_kinds(warnings: list[Diagnostic]) -> None:
    """Print warnings by kind, the most frequent first, with one next step."""
    kinds: dict[str, list[Diagnostic]] = {}
    for one in warnings:
        kinds.setdefault(one.rule, []).append(one)
    print(f"提醒 {len(warnings)} 处，不影响生成：")
    for rule, some in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {len(some)} 处 {rule}  {rules.title(rule)}，如 {some[0].place}")
    print("逐条看原因和改法，请运行 site-builder check。")


def show_verdict(verdict: Verdict) -> None:
    """Print what `verify` found: of findings with the same cure, the cure once, after them."""
    coloured = _coloured()
    findings = sorted(verdict.findings, key=lambda one: _KINDS.index(one.kind))
    for hint, group in groupby(findings, key=lambda one: one.hint):
        for one in group:
            mark = one.severity.value
            if coloured:
                colour = _RED if one.severity is Severity.ERROR else _YELLOW
                mark = f"{colour}{mark}{_PLAIN}"
            where = f"{one.where}  " if one.where else ""
            print(f"{mark} {where}{one.message}")
        print(f"  {_DIM}{hint}{_PLAIN}\n" if coloured else f"  {hint}\n")
    seen = verdict.seen
    ways = (
        f"目标上核对 {seen.on_host} 个" if seen.on_host else "",
        f"网上核对 {seen.online} 个" if seen.online else "",
        f"外站链接 {seen.links} 个" if seen.links else "",
    )
    looked = "，".join(filter(None, ways))
    if verdict.same and verdict.finished and looked:
        more = f"；提醒 {verdict.warnings} 处" if verdict.warnings else ""
        print(f"一致：{verdict.files} 个文件和发布的 {verdict.release} 相同（{looked}）{more}。")
        return
    said = "没有核对完" if verdict.same else "不一致"
    print(
        f"{said}：错误 {verdict.errors} 处，提醒 {verdict.warnings} 处（{looked or '没有核对'}）。"
    )


_KINDS = tuple(Kind)


def say(text: str) -> None:
    """Print a line."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line about what went wrong outside the author's files."""
    print(masked(text), file=sys.stderr)


def progress() -> Callable[[str, int, int], None]:
    """Make a progress bar per stage, for long work on a terminal; otherwise nothing."""
    if not sys.stderr.isatty():
        return lambda _stage, _done, _all: None
    bars: dict[str, Any] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if total < _WORTH_A_BAR:
            return
        if stage not in bars:
            from tqdm import tqdm  # noqa: PLC0415 - costs start-up, and only terminals see it

            bars[stage] = tqdm(total=total, desc=stage, unit="份", leave=False, file=sys.stderr)
        bars[stage].update(done - bars[stage].n)
        if done == total:
            bars[stage].close()

    return tell


_WORTH_A_BAR = 300
_UNCHECKED = "write/"
"""What only building finds."""
_MANY = 20
"""Warnings that somebody who builds still reads one by one."""
_RULE = re.compile(r"[a-z]\d{3}/|[a-z]+/required$")
