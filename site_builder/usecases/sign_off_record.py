"""The record of a text's sign-offs: read, judged and written as it stands at that moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from site_builder.build.options import Options
from site_builder.build.reviews import find_record, read_remark_record, read_sign_offs
from site_builder.content.remarks import (
    NO_REMARKS,
    describe_remark,
    encode_remarks,
    remarks_path,
)
from site_builder.content.reviewer_names import name_key
from site_builder.content.sign_offs import encode_signoffs, find_tampering, sign_path
from site_builder.core.errors import SignRefusedError, UsageError
from site_builder.core.safe_files import write_whole
from site_builder.model.frozendict import frozendict
from site_builder.model.review import RemarkRecord, ReviewedVersion, SignOff, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.usecases.remarks import RECORD_LOCK
from site_builder.usecases.save_source import save_lock


def add_sign_off(
    options: Options,
    standards: Standards,
    settings: Settings,
    path: str,
    signed: tuple[SignOff, Mapping[str, str]],
) -> SignOffRecord:
    """Write a sign-off of a text, with its contents, into the record as it stands now.

    Raises SignRefusedError when it cannot be taken, and OSError with the record as it was.
    """
    content, (sign_off, current) = options.project / "content", signed
    with _records_lock(options.project):
        previous = _read_previous(content, find_record(content, sign_path(path), "signoff"))
        remarks = _read_remarks(content, find_record(content, remarks_path(path), "remarks"))
        _check_not_tampered(previous, settings, standards, options.today)
        valid = tuple(each for each in previous.signoffs if each.digest == sign_off.digest)
        _check_level_order(settings, valid, standards, sign_off.level, sign_off.name)
        stale = tuple(each for each in previous.signoffs if each.digest != sign_off.digest)
        updated = SignOffRecord(
            (*valid, sign_off), (*previous.superseded, *stale), frozendict(current)
        )
        # First what would be lost, then what takes its place.
        _store_versions(content / remarks_path(path), remarks, previous, sign_off)
        write_whole(content / sign_path(path), encode_signoffs(updated))
        return updated


@contextmanager
def _records_lock(project: Path) -> Iterator[None]:
    """Read and write records alone: of two who sign at once, one would be forgotten."""
    try:
        with RECORD_LOCK, save_lock(project):
            yield
    except UsageError:
        raise SignRefusedError("别的窗口正在保存，没有审签。请再审签一次。") from None


def _read_remarks(content: Path, record: Source | None) -> RemarkRecord:
    """Read the remarks. Raises SignRefusedError where one is open, or may have been."""
    remarks, diagnostics = read_remark_record(content, record)
    if diagnostics:
        raise SignRefusedError("审核意见的记录损坏，先找回原来的记录。", diagnostics)
    if remarks.open_remarks:
        listed = "；".join(map(describe_remark, remarks.open_remarks))
        raise SignRefusedError(f"还有审核意见没有结案，结案以后再审签：{listed}。")
    return remarks


def _read_previous(content: Path, record: Source | None) -> SignOffRecord:
    """Read the record that stands. Raises SignRefusedError for a damaged one."""
    previous, diagnostics = read_sign_offs(content, record)
    if diagnostics:
        raise SignRefusedError(
            "审签记录损坏，先找回原来的记录，或者删去它重新逐级审签。", diagnostics
        )
    return previous


def _store_versions(
    file: Path, remarks: RemarkRecord, previous: SignOffRecord, sign_off: SignOff
) -> None:
    """Store what other levels signed, before this sign-off takes its place in the record."""
    versions = {version.level: version for version in remarks.versions}
    for signed in previous.signoffs:
        if signed.digest != sign_off.digest and signed.level not in versions:
            versions[signed.level] = ReviewedVersion(
                signed.level, signed.name, signed.signed_on, signed.digest, previous.contents
            )
    versions.pop(sign_off.level, None)
    updated = RemarkRecord(remarks.remarks, tuple(versions.values()))
    if updated == NO_REMARKS:
        file.unlink(missing_ok=True)
    elif updated != remarks:
        write_whole(file, encode_remarks(updated))


def _check_not_tampered(
    signed: SignOffRecord, settings: Settings, standards: Standards, today: date
) -> None:
    """Reject to add to a record that somebody edited manually."""
    problems = list(find_tampering(signed, settings, standards.characters.traditional))
    problems += [
        f"{sign_off.level}的日期还没有到"
        for sign_off in signed.signoffs
        if sign_off.signed_on > today
    ]
    if problems:
        raise SignRefusedError(
            f"审签记录被改动过：{'；'.join(problems)}。请删去这个记录，重新逐级审签。"
        )


def _check_level_order(
    settings: Settings,
    valid: tuple[SignOff, ...],
    standards: Standards,
    level: str,
    name: str,
) -> None:
    """Levels go in order; where the settings require it, one person holds one level."""
    by_level = {sign_off.level: sign_off for sign_off in valid}
    if level in by_level:
        raise SignRefusedError(f"{level}已经由{by_level[level].name}签过，文稿没有改动，不用再签。")
    later = settings.review_levels[settings.review_levels.index(level) + 1 :]
    if signed_later := [other for other in later if other in by_level]:
        raise SignRefusedError(
            f"{signed_later[0]}已经签过，不能再补{level}。请删去审签记录，重新逐级审签。"
        )
    for earlier in settings.review_levels[: settings.review_levels.index(level)]:
        if earlier not in by_level:
            raise SignRefusedError(
                f"还没有{earlier}，不能{level}。请按{'、'.join(settings.review_levels)}的顺序审签。"
            )
    if settings.one_level_each:
        simple = standards.characters.traditional
        person = name_key(name, simple)
        held = [sign_off.level for sign_off in valid if name_key(sign_off.name, simple) == person]
        if held:
            raise SignRefusedError(f"{name}已经签了{held[0]}，一人不能签两级（设置“一人一级”）。")
