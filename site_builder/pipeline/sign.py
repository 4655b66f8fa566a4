"""A sign-off: one person, one level, bound to the very text that stands in the file now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.fields.load import load_standards
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import Document
from site_builder.model.frozen import frozendict
from site_builder.model.review import SignOff, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.nearest import did_you_mean
from site_builder.pipeline.build import check
from site_builder.pipeline.reading import read
from site_builder.pipeline.reviewing import ChangedError, contents, signed_at, source_of
from site_builder.pipeline.run import Options, Run
from site_builder.read.scan import scan
from site_builder.read.settings import read_settings
from site_builder.read.signers import cleaned, folded, is_name, stray
from site_builder.read.signoffs import NOTHING, content_digest, forged, sign_path, write_signed
from site_builder.write.manifest import EMPTY

_LATER = ("v001/", "c005/future")
"""What reviewing itself will mend, and what a day still to come will."""


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Why a sign-off is not taken, in Chinese, with the findings it rests on."""

    why: str
    findings: tuple[Diagnostic, ...] = ()


def sign(options: Options, file: str, level: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Record a sign-off. Returns the record's path and the levels still to come.

    Raises Refusal when it cannot be taken, and OSError when it cannot be written; the record then
    stands as it was.
    """
    name = _name(name)
    settings = _settings(options)
    if level not in settings.review_levels:
        raise Refusal(f"没有审核级别“{level}”。{did_you_mean(level, settings.review_levels)}")
    path = _path(options.project, file)
    document, record, read_as = _document(options, path, settings)
    found = check(options).findings
    _sound(found, (path, path.replace("report.md", "figures.yaml")))
    content = options.project / "content"
    try:
        now = contents(content, document, read_as)
    except ChangedError as changed:
        raise Refusal(f"content/{changed} 刚刚改动过。请等它改完、保存好，再审签。") from None
    _sound(found, now)
    digest = content_digest(now)
    signed, damaged = signed_at(content, record) if record else (NOTHING, ())
    if damaged:
        raise Refusal("审签记录损坏，先找回原来的记录，或者删去它重新逐级审签。", damaged)
    _unedited(signed, settings, options.today)
    valid = tuple(one for one in signed.signoffs if one.digest == digest)
    _in_order(settings, valid, level, name)
    new = SignOff(level, name, options.today, digest)
    void = tuple(one for one in signed.signoffs if one.digest != digest)
    kept = SignOffRecord((*valid, new), (*signed.superseded, *void), frozendict(now))
    target = content / sign_path(path)
    beside = target.with_name(f"{target.name}.new")
    beside.write_bytes(write_signed(kept))
    beside.replace(target)
    given = {one.level for one in kept.signoffs}
    left = tuple(one for one in settings.review_levels if one not in given)
    return f"content/{sign_path(path)}", left


def _name(written: str) -> str:
    name = cleaned(written)
    if odd := stray(name):
        raise Refusal(f"姓名里不能有“{odd}”。只写汉字、拉丁字母和间隔号“·”。")
    if not is_name(name):
        raise Refusal("请在 --by 后面写审核人的姓名。")
    return name


def _unedited(signed: SignOffRecord, settings: Settings, today: date) -> None:
    """Refuse to add to a record that somebody edited by hand."""
    wrong = list(forged(signed, settings, load_standards().characters.traditional))
    wrong += [f"{one.level}的日期还没有到" for one in signed.signoffs if one.signed_on > today]
    if wrong:
        raise Refusal(f"审签记录被改动过：{'；'.join(wrong)}。请删去这个记录，重新逐级审签。")


def _settings(options: Options) -> Settings:
    config = options.project / "config.yaml"
    data = config.read_bytes() if config.is_file() else None
    settings, found = read_settings(data, load_standards().settings)
    if settings is None or _errors(found):
        raise Refusal("config.yaml 有错误，先改正再审签。", _errors(found))
    return settings


def _path(project: Path, file: str) -> str:
    """Give a document's path below `content/`, however the file was named."""
    content = (project / "content").resolve()
    for candidate in (Path(file).resolve(), (project / file).resolve(), (content / file).resolve()):
        if candidate.is_file() and candidate.is_relative_to(content):
            path = candidate.relative_to(content).as_posix()
            return path.replace("figures.yaml", "report.md")
    raise Refusal(
        f"content 里没有文稿“{file}”。请写从项目文件夹算起的路径，如 content/2020/report.md。"
    )


def _sound(found: Iterable[Diagnostic], signed: Iterable[str]) -> None:
    """Refuse what has errors: what must still change is not ready to be signed."""
    files = {f"content/{path}" for path in signed}
    inside = tuple(one for one in found if one.location.file in files)
    wrong = tuple(one for one in _errors(inside) if not one.code.startswith(_LATER))
    if wrong:
        raise Refusal("这份文稿还有错误，改正后再审签。", wrong)


def _errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in found if one.severity is Severity.ERROR)


def _document(
    options: Options, path: str, settings: Settings
) -> tuple[Document, Source | None, dict[str, str]]:
    """Read the document and find its record, with the digests of all that was read."""
    content = options.project / "content"
    sources, _ = scan(content, load_standards().formats)
    run = Run(
        options=options,
        content=content,
        build=options.project / ".build",
        templates=content,
        manifest_path=content,
        last=EMPTY,
        jobs=1,
    )
    record = next((one for one in sources if one.path == sign_path(path)), None)
    for document in read(run, sources, settings):
        if source_of(document).path == path:
            return document, record, run.judged
    raise Refusal(f"“{path}”不是可以审签的文稿。")


def _in_order(settings: Settings, valid: tuple[SignOff, ...], level: str, name: str) -> None:
    """Levels go in order; where the settings say so, one person holds one level."""
    given = {one.level: one for one in valid}
    if level in given:
        raise Refusal(f"{level}已经由{given[level].name}签过，文稿没有改动，不用再签。")
    later = settings.review_levels[settings.review_levels.index(level) + 1 :]
    if beyond := [one for one in later if one in given]:
        raise Refusal(f"{beyond[0]}已经签过，不能再补{level}。请删去审签记录，重新逐级审签。")
    for before in settings.review_levels[: settings.review_levels.index(level)]:
        if before not in given:
            raise Refusal(
                f"还没有{before}，不能{level}。请按{'、'.join(settings.review_levels)}的顺序审签。"
            )
    if settings.one_level_each:
        simple = load_standards().characters.traditional
        person = folded(name, simple)
        held = [one.level for one in valid if folded(one.name, simple) == person]
        if held:
            raise Refusal(f"{name}已经签了{held[0]}，一人不能签两级（设置“一人一级”）。")
