"""What an import of a catalogue's sheet does or did, row by row, for people and for programs."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from site_builder.model.catalogue_plan import (
    CatalogueImport,
    CataloguePlan,
    FieldChange,
    PlannedDocument,
    RejectedRow,
)

_MAX_LISTED, _MAX_CREATED = 3_000, 200
"""Lines about changes and rejected rows, which somebody has to check, and about new documents."""
_MAX_LENGTH, _LEAD = 60, 15
"""Characters that are shown of a value, and of what is the same before a difference."""


def describe_plan(outcome: CatalogueImport) -> Iterator[str]:
    """Yield the lines for people: what cannot be done first, then old → new, then the numbers."""
    plan = outcome.plan
    yield f"{outcome.file}：公开目录"
    for problem in plan.faults:
        yield f"  不能导入：{problem}"
    if plan.rejected:
        yield f"不能导入的 {len(plan.rejected)} 行："
        yield from _cut(
            [f"  {item.row}（{item.title}）：{'；'.join(item.reasons)}" for item in plan.rejected]
        )
    if plan.unconfirmed:
        yield f"要先核对的 {len(plan.unconfirmed)} 份："
        yield from _cut([line for item in plan.unconfirmed for line in _changes(item)])
    if plan.changed:
        yield f"改动 {len(plan.changed)} 份："
        yield from _cut([line for item in plan.changed for line in _changes(item)])
    if plan.created:
        yield f"新的 {len(plan.created)} 份："
        lines = [f"  content/{item.path}  {item.title}" for item in plan.created]
        yield from _cut(lines, _MAX_CREATED)
    yield from (f"说明：{note}" for note in plan.notes)
    yield _numbers(plan)


def _cut(lines: Sequence[str], limit: int = _MAX_LISTED) -> Iterator[str]:
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"  ……还有 {len(lines) - limit} 行，用 --json 看全部"


def _changes(item: PlannedDocument) -> Iterator[str]:
    reason = f"——{item.reason}" if item.reason else ""
    yield f"  {item.row}  content/{item.path}{reason}"
    for change in item.changes:
        old, new = (" ".join(text.split()) for text in (change.old, change.new))
        # Long texts are shown from a little before the place where they differ.
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
        )
        start = max(0, same - _LEAD)
        yield f"    {change.label}：{_shorten(old, start)} → {_shorten(new, start)}"


def _shorten(text: str, start: int) -> str:
    if len(text) <= _MAX_LENGTH:
        return text or "（空）"
    start = min(start, len(text) - _LEAD)
    opening = "……" if start else ""
    closing = "……" if start + _MAX_LENGTH < len(text) else ""
    return f"{opening}{text[start : start + _MAX_LENGTH]}{closing}"


def _numbers(plan: CataloguePlan) -> str:
    return (
        f"新的 {len(plan.created)} 份，改动 {len(plan.changed)} 份，没有变化 {plan.unchanged} 份，"
        f"要先核对 {len(plan.unconfirmed)} 份，不能导入 {len(plan.rejected)} 行。"
    )


def describe_outcome(outcome: CatalogueImport, *, dry_run: bool = False) -> Iterator[str]:
    """Yield what was written of a plan, and what to do next."""
    plan = outcome.plan
    if outcome.failure:
        yield f"什么也没有写：{outcome.failure}"
    elif outcome.written:
        if outcome.backups:
            folder = "/".join(outcome.backups[0].split("/")[:2])
            yield f"改动以前的 {len(outcome.backups)} 份另存在 {folder}。"
        yield f"已经写好 {len(outcome.written)} 份。请运行 site-builder check 检查。"
    elif plan.faults:
        yield "什么也没有写。请改好表格，再导入。"
    elif not (plan.created or plan.changed or plan.unconfirmed):
        yield "没有要写的。"
    elif dry_run:
        yield "只是预演，什么也没有写。"
    else:
        yield "什么也没有写。请改好表格再导入。"
        yield "上面的都核对过，要写能写的和要先核对的，加 --force；不能导入的行仍然不写。"


def as_json(outcome: CatalogueImport) -> dict[str, object]:
    """Return the same for programs, every row of it."""
    plan = outcome.plan
    return {
        "file": outcome.file,
        "created": [_document(item) for item in plan.created],
        "changed": [_document(item) for item in plan.changed],
        "unconfirmed": [_document(item) for item in plan.unconfirmed],
        "unchanged": plan.unchanged,
        "rejected": [rejected_to_dict(item) for item in plan.rejected],
        "faults": list(plan.faults),
        "notes": list(plan.notes),
        "written": list(outcome.written),
        "backups": list(outcome.backups),
        "failure": outcome.failure or None,
    }


def _document(item: PlannedDocument) -> dict[str, object]:
    return {
        "path": f"content/{item.path}",
        "row": item.row,
        "title": item.title,
        "changes": [change_to_dict(change) for change in item.changes],
        "reason": item.reason or None,
    }


def rejected_to_dict(item: RejectedRow) -> dict[str, object]:
    """Return a row that cannot be followed, for programs."""
    return {"row": item.row, "title": item.title, "reasons": list(item.reasons)}


def change_to_dict(change: FieldChange) -> dict[str, str | None]:
    """Return what becomes of a field, for programs."""
    return {"field": change.label, "old": change.old or None, "new": change.new or None}
