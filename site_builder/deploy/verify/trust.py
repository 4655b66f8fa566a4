"""Which record to measure by. The host's own may have been changed together with its files.

So it is held against the copy that the project keeps of every deployment, and against the signature
where the target names people who sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.deploy.host import DeployError, Host
from site_builder.deploy.release import from_json, is_id
from site_builder.deploy.signature import check
from site_builder.deploy.state import history
from site_builder.deploy.verify.findings import error, warning
from site_builder.model.release import Release
from site_builder.model.verdict import FindingKind, VerificationFinding

_CHANGED = (
    "请查明谁改过目标上的 records。本地的 releases 文件夹没有被改过的，以它为准，再重新发布一次。"
)

_GIVEN = "--record 写的文件不是完好的发布记录。请换成发布的电脑上 releases 文件夹里的 .json。"
_OTHER = "请确认写的是正在公布的那一版的记录；确实是的，就是有人改过目标上的，请查明。"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a record, with its signature; empty bytes for what is not there."""

    data: bytes = b""
    signature: bytes = b""
    named: str = field(default="", compare=False)
    """Its path, where somebody named it."""


@dataclass(frozen=True, slots=True)
class Book:
    """Where records can be trusted."""

    folder: Path
    """The project's copies for this target."""
    signers: Path | None
    given: Path | None
    """A record that somebody named: it stands for the project's copy."""

    def own(self, name: str) -> Copy:
        """Read the project's copy."""
        if self.given:
            return replace(read_copy(self.given), named=str(self.given))
        return read_copy(self.folder / f"{name}.json")

    @property
    def newest(self) -> str:
        """Name the newest release that the project has a copy of; empty for none."""
        names = (path.stem for path in self.folder.glob("*.json"))
        return max(filter(is_id, names), default="")


def read_copy(path: Path) -> Copy:
    """Read a record of this machine, and its signature."""
    beside = path.with_name(f"{path.name}.sig")
    data, signature = (one.read_bytes() if one.is_file() else b"" for one in (path, beside))
    return Copy(data, signature)


def trusted(host: Host, name: str, book: Book) -> tuple[Release | None, list[VerificationFinding]]:
    """Give the release that should be online, by the record that is to be trusted most."""
    where = f"records/{name}.json"
    theirs, own = _on_host(host, name), book.own(name)
    findings = list(_compared(where, theirs, own, book))
    findings += _unexpected(host, name, book)
    return _first(where, (own, theirs), book, findings)


def trusted_alone(name: str, book: Book) -> tuple[Release | None, list[VerificationFinding]]:
    """Do so for a host that cannot be looked at: the project's copy is all there is."""
    findings: list[VerificationFinding] = []
    return _first(f"{name}.json", (book.own(name),), book, findings)


def trusted_others(
    host: Host, name: str, book: Book
) -> tuple[list[Release], list[VerificationFinding]]:
    """Give the other releases that are kept: what they have may have been carried along."""
    others = Book(book.folder, book.signers, None)
    found: list[Release] = []
    findings: list[VerificationFinding] = []
    for file in host.names("records"):
        other = file.removesuffix(".json")
        if file.endswith(".json") and is_id(other) and other != name:
            theirs, own = _on_host(host, other), others.own(other)
            where = f"records/{file}"
            if own.data and own.data != theirs.data:
                findings.append(_differs(where))
            release, wrong = _first(where, (own, theirs), others, [])
            findings += wrong
            found += [release] if release else []
    return found, findings


def _on_host(host: Host, name: str) -> Copy:
    data, signature = (host.read(f"records/{name}.json{end}") or b"" for end in ("", ".sig"))
    return Copy(data, signature)


def _compared(where: str, theirs: Copy, own: Copy, book: Book) -> Iterable[VerificationFinding]:
    if not theirs.data:
        yield error(FindingKind.RECORD, where, "目标上没有这一版的发布记录", _CHANGED)
    elif own.data and own.data != theirs.data:
        if not book.given:
            yield _differs(where)
        elif _first("", (own,), Book(book.folder, None, None), [])[0]:
            yield error(FindingKind.RECORD, where, "目标上的发布记录和 --record 写的不同", _OTHER)
    elif not own.data and book.signers is None:
        message = "本地没有这一版的发布记录，只能相信目标上的；它被改过的话看不出来"
        hint = "请在发布的电脑上核对，或者给目标写上“签名密钥”和“签名人名单”。"
        yield warning(FindingKind.RECORD, where, message, hint)


def _differs(where: str) -> VerificationFinding:
    return error(FindingKind.RECORD, where, "发布记录和本地保存的不同，被人改动过", _CHANGED)


def _unexpected(host: Host, name: str, book: Book) -> Iterable[VerificationFinding]:
    """Find that another release is online than the one that was put there last."""
    if book.given:
        release, _ = _first("", (book.own(name),), Book(book.folder, None, None), [])
        wanted = release.id if release else name
        if wanted != name:
            message = f"正在公布的是 {name}，不是 --record 写的 {wanted}"
            yield error(FindingKind.RECORD, "current", message, "请改用正在公布的那一版的记录。")
        return
    lines, newest = history(host), book.newest
    # A deployment that was cut off after the switch has written no line: its copy is here.
    if (lines or newest) and name not in (lines[-1].release if lines else "", newest):
        last = f"{lines[-1].action} {lines[-1].release}" if lines else f"发布 {newest}"
        message = f"正在公布的是 {name}，而记录里最后一次是{last}"
        hint = "有人绕过本程序换了版本。请查明原因；要换版本，请用 deploy 或 rollback。"
        yield error(FindingKind.RECORD, "current", message, hint)


def _first(
    where: str, copies: Iterable[Copy], book: Book, findings: list[VerificationFinding]
) -> tuple[Release | None, list[VerificationFinding]]:
    """Give the first copy that is whole and well signed; say what is wrong with the others."""
    found: Release | None = None
    for one in dict.fromkeys(copy for copy in copies if copy.data):
        try:
            release = from_json(one.data)
        except DeployError as broken:
            hint = _GIVEN if one.named else _CHANGED
            findings.append(error(FindingKind.RECORD, one.named or where, str(broken), hint))
            continue
        if book.signers is None or _well_signed(one.named or where, one, book.signers, findings):
            found = found or release
    return found, findings


def _well_signed(where: str, one: Copy, signers: Path, findings: list[VerificationFinding]) -> bool:
    hint = "请查明谁改过发布记录或签名；没有签名的版本，请配好“签名密钥”后重新发布。"
    if not one.signature:
        findings.append(error(FindingKind.SIGNATURE, f"{where}.sig", "发布记录没有签名", hint))
        return False
    if not signers.is_file():
        # Not the target's fault: nothing can be said about it.
        raise DeployError(f"没有签名人名单 {signers}。请改正 config.yaml 里的“签名人名单”。")
    try:
        check(signers, one.data, one.signature)
    except DeployError as refused:
        findings.append(error(FindingKind.SIGNATURE, f"{where}.sig", str(refused), hint))
        return False
    return True
