"""`<document>.remarks.yaml` ↔ `RemarkRecord`: what reviewers want changed, and what they looked at.

The digest at its end covers everything above it: a remark that somebody takes out by hand would
otherwise be as good as closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter

from site_builder.content.review_records import encode_record
from site_builder.content.sign_offs import content_digest
from site_builder.core.hashing import digest
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.review import (
    Remark,
    RemarkAnchor,
    RemarkEntry,
    RemarkRecord,
    ReviewedVersion,
)

REMARKS_SUFFIX = ".remarks.yaml"
NO_REMARKS = RemarkRecord((), ())
_FILE_HEADER = "# 审核意见，由 site-builder edit 写入，请勿手改；不公开。\n"
_MAX_STORED = 1_500_000
"""Bytes; reading refuses YAML of more than 2 MB."""
_MAX_EXCERPT = 30


def remarks_path(path: str) -> str:
    """Return the file of remarks of a document: `2020/report.md` → `2020/report.remarks.yaml`."""
    return path.removesuffix(".md") + REMARKS_SUFFIX


def read_remarks(data: bytes, file: str) -> tuple[RemarkRecord, tuple[Diagnostic, ...]]:
    """Read a file of remarks. A damaged one holds nothing, and is reported."""
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file, hand_written=False)
    fields = root.mapping() if root else None
    if undecodable or malformed or fields is None:
        return NO_REMARKS, undecodable or malformed or (_damaged_error(file),)
    try:
        record = RemarkRecord(
            tuple(map(_parse_remark, _items(fields.get("意见")))),
            tuple(_parse_versions(fields)),
        )
        if _text(fields, "摘要") != _digest(record):
            return NO_REMARKS, (_damaged_error(file),)
    except (KeyError, ValueError, AttributeError):
        return NO_REMARKS, (_damaged_error(file),)
    return record, ()


def _damaged_error(file: str) -> Diagnostic:
    hint = "请恢复原来的记录；不能恢复的，删去这个文件，由审核人重新提出意见。"
    return error("remarks/damaged", Location(file), "审核意见的记录不完整，或者被改动过", hint)


def _items(node: Node | None) -> Iterable[Mapping[str, Node]]:
    return [item.mapping() or {} for item in (node.items() if node else None) or ()]


def _text(fields: Mapping[str, Node], key: str) -> str:
    return fields[key].text() or ""


def _parse_remark(fields: Mapping[str, Node]) -> Remark:
    anchor = RemarkAnchor(
        path=_text(fields, "文件"),
        quote=_text(fields, "原文"),
        paragraph=int(_text(fields, "段落")) if "段落" in fields else 0,
        cell=_text(fields, "格") if "格" in fields else "",
    )
    closures = tuple(map(_parse_statement, _items(fields.get("结案"))))
    return Remark(
        number=int(_text(fields, "编号")),
        anchor=anchor,
        statement=_parse_statement(fields),
        answers=tuple(map(_parse_statement, _items(fields.get("答复")))),
        closure=closures[0] if closures else None,
    )


def _parse_statement(fields: Mapping[str, Node]) -> RemarkEntry:
    name, level, day, text = (_text(fields, key) for key in ("姓名", "级别", "日期", "内容"))
    return RemarkEntry(name, level, date.fromisoformat(day), text)


def _parse_versions(fields: Mapping[str, Node]) -> Iterable[ReviewedVersion]:
    node = fields.get("看过的内容")
    stored = {
        name: frozendict({path: text.text() or "" for path, text in (each.mapping() or {}).items()})
        for name, each in ((node.mapping() if node else None) or {}).items()
    }
    if any(content_digest(contents) != name for name, contents in stored.items()):
        raise ValueError
    for version in _items(fields.get("看过")):
        name = _text(version, "摘要")
        reviewed_on = date.fromisoformat(_text(version, "日期"))
        yield ReviewedVersion(
            _text(version, "级别"), _text(version, "姓名"), reviewed_on, name, stored.get(name)
        )


def encode_remarks(record: RemarkRecord) -> bytes:
    """Write a file of remarks; same record, same bytes.

    Contents that would make it too large to be read again are left out, the oldest first.
    """
    data = _encode(record)
    for number, version in enumerate(record.versions):
        if len(data) <= _MAX_STORED:
            break
        versions = list(record.versions)
        versions[number] = replace(version, contents=None)
        record = RemarkRecord(record.remarks, tuple(versions))
        data = _encode(record)
    return data


def _encode(record: RemarkRecord) -> bytes:
    fields = {**_fields(record), "摘要": _digest(record)}
    return encode_record(_FILE_HEADER, fields)


def _digest(record: RemarkRecord) -> str:
    return digest(encode_record("", _fields(record)))


def _fields(record: RemarkRecord) -> dict[str, object]:
    fields: dict[str, object] = {"意见": [_remark_fields(remark) for remark in record.remarks]}
    if record.versions:
        fields["看过"] = [
            {
                "级别": version.level,
                "姓名": version.name,
                "日期": version.reviewed_on.isoformat(),
                "摘要": version.digest,
            }
            for version in record.versions
        ]
        fields["看过的内容"] = {
            version.digest: dict(sorted(version.contents.items()))
            for version in sorted(record.versions, key=attrgetter("digest"))
            if version.contents is not None
        }
    return fields


def _remark_fields(remark: Remark) -> dict[str, object]:
    anchor = remark.anchor
    fields: dict[str, object] = {
        "编号": str(remark.number),
        "文件": anchor.path,
        "原文": anchor.quote,
    }
    if anchor.paragraph:
        fields["段落"] = str(anchor.paragraph)
    if anchor.cell:
        fields["格"] = anchor.cell
    fields |= _statement_fields(remark.statement)
    if remark.answers:
        fields["答复"] = [_statement_fields(answer) for answer in remark.answers]
    if remark.closure:
        fields["结案"] = [_statement_fields(remark.closure)]
    return fields


def _statement_fields(statement: RemarkEntry) -> dict[str, object]:
    return {
        "姓名": statement.name,
        "级别": statement.level,
        "日期": statement.stated_on.isoformat(),
        "内容": statement.text,
    }


def describe_remark(remark: Remark) -> str:
    """Return a remark on a line: its number, who made it, and how it begins."""
    text = " ".join(remark.statement.text.split())
    excerpt = text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}…"
    return f"第 {remark.number} 条（{remark.statement.level} {remark.statement.name}）{excerpt}"
