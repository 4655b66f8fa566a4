"""`<document>.sign.yaml` ↔ `SignOffRecord`: sign-offs and the very text they were given for.

Written by `sign`, read by each build. The text is stored so that a later edit can be shown for
what it is; the digest shows whether there was one.
"""

from collections.abc import Mapping
from datetime import date

from site_builder.content.review_records import encode_record
from site_builder.content.reviewer_names import is_valid_name, name_key
from site_builder.core.hashing import digest_of_parts
from site_builder.core.text.line_matcher import line_matcher
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.review import ReviewStatus, SignOff, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source

SIGN_OFF_SUFFIX = ".sign.yaml"
EMPTY_RECORD = SignOffRecord((), (), frozendict({}))
_FILE_HEADER = "# 审签记录，由 site-builder sign 写入，请勿手改。\n"
_KEYS = ("级别", "姓名", "日期", "摘要")
_MAX_LISTED = 5
_MAX_EXCERPT = 40


def sign_path(path: str) -> str:
    """Return the sign-off file of a document: `2020/report.md` → `2020/report.sign.yaml`."""
    return path.removesuffix(".md") + SIGN_OFF_SUFFIX


def content_digest(contents: Mapping[str, str]) -> str:
    """Return the digest of what is reviewed: the files by path, so that a moved one differs."""
    return digest_of_parts(f"{name}\0{text}\0".encode() for name, text in sorted(contents.items()))


def read_signoffs(data: bytes, file: str) -> tuple[SignOffRecord, tuple[Diagnostic, ...]]:
    """Read a sign-off file. A damaged one counts as no sign-off, and is reported."""
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file, hand_written=False)
    fields = root.mapping() if root else None
    if undecodable or malformed or fields is None:
        return EMPTY_RECORD, undecodable or malformed or (_corrupt_record_error(file),)
    try:
        contents = fields["内容"].mapping() or {}
        return SignOffRecord(
            _parse_signoffs(fields.get("审签")),
            _parse_signoffs(fields.get("已失效")),
            frozendict({name: node.text() or "" for name, node in contents.items()}),
        ), ()
    except (KeyError, ValueError, AttributeError):
        return EMPTY_RECORD, (_corrupt_record_error(file),)


def _corrupt_record_error(file: str) -> Diagnostic:
    hint = "请删去这个文件，用 site-builder sign 重新审签。"
    return error("sign/damaged", Location(file), "审签记录不完整", hint)


def _parse_signoffs(node: Node | None) -> tuple[SignOff, ...]:
    signoffs = []
    for item in (node.items() if node else None) or ():
        values = {key: child.text() or "" for key, child in (item.mapping() or {}).items()}
        level, name, signed_on, digest = (values[key] for key in _KEYS)
        signoffs.append(SignOff(level, name, date.fromisoformat(signed_on), digest))
    return tuple(signoffs)


def encode_signoffs(record: SignOffRecord) -> bytes:
    """Write a sign-off file; same record, same bytes."""

    def to_mapping(signoff: SignOff) -> dict[str, str]:
        values = (signoff.level, signoff.name, signoff.signed_on.isoformat(), signoff.digest)
        return dict(zip(_KEYS, values, strict=True))

    data: dict[str, object] = {"审签": [to_mapping(signoff) for signoff in record.signoffs]}
    if record.superseded:
        data["已失效"] = [to_mapping(signoff) for signoff in record.superseded]
    data["内容"] = dict(record.contents)
    return encode_record(_FILE_HEADER, data)


def find_tampering(
    record: SignOffRecord, settings: Settings, simple: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what in a record `sign` cannot have written: somebody edited it manually."""
    problems: list[str] = []
    stored = content_digest(record.contents)
    levels_by_person: dict[str, str] = {}
    levels: list[str] = []
    for signoff in record.signoffs:
        if signoff.digest != stored:
            problems.append(f"{signoff.level}的摘要与记录的内容不符")
        if not is_valid_name(signoff.name):
            problems.append(
                f"{signoff.level}的姓名“{signoff.name}”不是姓名"
                if signoff.name
                else f"{signoff.level}没有姓名"
            )
        person = name_key(signoff.name, simple)
        if settings.one_level_each and person and person in levels_by_person:
            problems.append(
                f"{signoff.name}签了{levels_by_person[person]}和{signoff.level}两级（设置“一人一级”）"
            )
        levels_by_person.setdefault(person, signoff.level)
        if signoff.level in levels:
            problems.append(f"{signoff.level}签了两次")
        elif signoff.level in settings.review_levels:
            levels.append(signoff.level)
    if levels != sorted(levels, key=settings.review_levels.index):
        problems.append(f"审签的顺序不是{'、'.join(settings.review_levels)}")
    return tuple(problems)


def review_status(
    source: Source,
    record: SignOffRecord,
    contents: Mapping[str, str],
    settings: Settings,
    simple: Mapping[str, str],
) -> ReviewStatus:
    """Compare the sign-offs of a document with its text as it is now."""
    levels = settings.review_levels
    problems = find_tampering(record, settings, simple)
    if problems:
        return ReviewStatus(source, (), levels, (), (), problems)
    digest = content_digest(contents)
    valid = tuple(signoff for signoff in record.signoffs if signoff.digest == digest)
    stale = tuple(signoff for signoff in record.signoffs if signoff.digest != digest)
    signed_levels = {signoff.level for signoff in valid}
    return ReviewStatus(
        source=source,
        signoffs=valid,
        missing=tuple(level for level in levels if level not in signed_levels),
        stale=stale,
        changes=tuple(_changes(record.contents, contents)) if stale else (),
    )


def _changes(previous: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    """Return what differs, file by file, a few lines each."""
    changes: list[str] = []
    for name in sorted({*previous, *current}):
        old, new = previous.get(name), current.get(name)
        if old == new:
            continue
        if old is None or new is None:
            changes.append(f"{name}：{'新增' if old is None else '删去'}了这个文件")
        elif "\n" not in old + new:
            changes.append(f"{name}：附件换过")
        else:
            changes += _line_changes(name, old.split("\n"), new.split("\n"))
    return changes


def _line_changes(name: str, old: list[str], new: list[str]) -> list[str]:
    changes: list[str] = []
    for kind, start, end, new_start, new_end in line_matcher(old, new).get_opcodes():
        old_text, new_text = (
            " ".join(old[start:end]).strip(),
            " ".join(new[new_start:new_end]).strip(),
        )
        if kind == "equal" or old_text == new_text:
            continue
        line_label = f"{name} 第 {new_start + 1} 行"
        if kind == "insert" or not old_text:
            changes.append(f"{line_label}：加了“{_excerpt(new_text)}”")
        elif kind == "delete" or not new_text:
            changes.append(f"{line_label}前：删了“{_excerpt(old_text)}”")
        else:
            changes.append(f"{line_label}：“{_excerpt(old_text)}”改成了“{_excerpt(new_text)}”")
    rest = len(changes) - _MAX_LISTED
    return [*changes[:_MAX_LISTED], f"{name}：另有 {rest} 处改动"] if rest > 0 else changes


def _excerpt(text: str) -> str:
    return text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}…"
