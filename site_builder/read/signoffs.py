"""`<document>.sign.yaml` ↔ `Signed`: sign-offs and the very text they were given for.

Written by `sign`, read by the pipeline. The text is kept so that a later edit can be shown for
what it is; the digest says whether there was one.
"""

import difflib
import hashlib
from collections.abc import Mapping
from datetime import date

import yaml

from site_builder.located import Node, decode_text, parse_yaml
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.frozen import frozendict
from site_builder.model.place import Location
from site_builder.model.review import ReviewStatus, SignOff, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.read.signers import folded, is_name

ENDING = ".sign.yaml"
NOTHING = SignOffRecord((), (), frozendict({}))
_HEAD = "# 审签记录，由 site-builder sign 写入，请勿手改。\n"
_KEYS = ("级别", "姓名", "日期", "摘要")
_FOLDING = frozenset("\x85\u2028\u2029\ufeff")
"""What YAML would turn to other white space: the text must come back to the letter."""
_SHOWN = 5
_LONG = 40


def sign_path(path: str) -> str:
    """Give the sign-off file of a document: `2020/report.md` → `2020/report.sign.yaml`."""
    return path.removesuffix(".md") + ENDING


def content_digest(contents: Mapping[str, str]) -> str:
    """Digest what is reviewed: the document's files by path, so that a moved one is another."""
    digest = hashlib.blake2b(digest_size=16)
    for name, text in sorted(contents.items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def read_signed(data: bytes, file: str) -> tuple[SignOffRecord, tuple[Diagnostic, ...]]:
    """Read a sign-off file. A damaged one counts as no sign-off, and says so."""
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file, hand_written=False)
    fields = root.mapping() if root else None
    if undecodable or malformed or fields is None:
        return NOTHING, undecodable or malformed or (_damaged(file),)
    try:
        contents = fields["内容"].mapping() or {}
        return SignOffRecord(
            _listed(fields.get("审签")),
            _listed(fields.get("已失效")),
            frozendict({name: node.text() or "" for name, node in contents.items()}),
        ), ()
    except (KeyError, ValueError, AttributeError):
        return NOTHING, (_damaged(file),)


def _damaged(file: str) -> Diagnostic:
    hint = "请删去这个文件，用 site-builder sign 重新审签。"
    return error("sign/damaged", Location(file), "审签记录不完整", hint)


def _listed(node: Node | None) -> tuple[SignOff, ...]:
    found = []
    for item in (node.items() if node else None) or ():
        values = {key: child.text() or "" for key, child in (item.mapping() or {}).items()}
        level, name, day, digest = (values[key] for key in _KEYS)
        found.append(SignOff(level, name, date.fromisoformat(day), digest))
    return tuple(found)


def write_signed(signed: SignOffRecord) -> bytes:
    """Write a sign-off file; same record, same bytes."""

    def plain(one: SignOff) -> dict[str, str]:
        values = (one.level, one.name, one.signed_on.isoformat(), one.digest)
        return dict(zip(_KEYS, values, strict=True))

    data: dict[str, object] = {"审签": [plain(one) for one in signed.signoffs]}
    if signed.superseded:
        data["已失效"] = [plain(one) for one in signed.superseded]
    data["内容"] = dict(signed.contents)
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return (_HEAD + text).encode()


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, so that people can read the record."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if text[:1].isdigit() else None
    if not _FOLDING.isdisjoint(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def forged(signed: SignOffRecord, settings: Settings, simple: Mapping[str, str]) -> tuple[str, ...]:
    """Say what in a record `sign` cannot have written: somebody edited it by hand."""
    wrong: list[str] = []
    stored = content_digest(signed.contents)
    people: dict[str, str] = {}
    levels: list[str] = []
    for one in signed.signoffs:
        if one.digest != stored:
            wrong.append(f"{one.level}的摘要与记录的内容不符")
        if not is_name(one.name):
            wrong.append(
                f"{one.level}的姓名“{one.name}”不是姓名" if one.name else f"{one.level}没有姓名"
            )
        person = folded(one.name, simple)
        if settings.one_level_each and person and person in people:
            wrong.append(f"{one.name}签了{people[person]}和{one.level}两级（设置“一人一级”）")
        people.setdefault(person, one.level)
        if one.level in levels:
            wrong.append(f"{one.level}签了两次")
        elif one.level in settings.review_levels:
            levels.append(one.level)
    if levels != sorted(levels, key=settings.review_levels.index):
        wrong.append(f"审签的顺序不是{'、'.join(settings.review_levels)}")
    return tuple(wrong)


def review(
    source: Source,
    signed: SignOffRecord,
    contents: Mapping[str, str],
    settings: Settings,
    simple: Mapping[str, str],
) -> ReviewStatus:
    """Compare the sign-offs of a document with its text as it is now."""
    levels = settings.review_levels
    wrong = forged(signed, settings, simple)
    if wrong:
        return ReviewStatus(source, (), levels, (), (), wrong)
    digest = content_digest(contents)
    valid = tuple(one for one in signed.signoffs if one.digest == digest)
    void = tuple(one for one in signed.signoffs if one.digest != digest)
    given = {one.level for one in valid}
    return ReviewStatus(
        source=source,
        signoffs=valid,
        missing=tuple(level for level in levels if level not in given),
        stale=void,
        changes=tuple(_changes(signed.contents, contents)) if void else (),
    )


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Say what differs, file by file, a few lines each."""
    told: list[str] = []
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if old is None or new is None:
            told.append(f"{name}：{'新增' if old is None else '删去'}了这个文件")
        elif "\n" not in old + new:
            told.append(f"{name}：附件换过")
        else:
            told += _lines(name, old.split("\n"), new.split("\n"))
    return told


def _lines(name: str, old: list[str], new: list[str]) -> list[str]:
    told: list[str] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, at, to in matcher.get_opcodes():
        was, is_now = " ".join(old[start:end]).strip(), " ".join(new[at:to]).strip()
        if kind == "equal" or was == is_now:
            continue
        where = f"{name} 第 {at + 1} 行"
        if kind == "insert" or not was:
            told.append(f"{where}：加了“{_short(is_now)}”")
        elif kind == "delete" or not is_now:
            told.append(f"{where}前：删了“{_short(was)}”")
        else:
            told.append(f"{where}：“{_short(was)}”改成了“{_short(is_now)}”")
    rest = len(told) - _SHOWN
    return [*told[:_SHOWN], f"{name}：另有 {rest} 处改动"] if rest > 0 else told


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
