"""Which record to compare with. The remote's own may have been changed together with its files.

So it is compared with the project's copy of every deployment's record, and with the signature
where the target names people who sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.deploy.release import from_json, is_id
from site_builder.deploy.remote import Remote
from site_builder.deploy.signature import verify_signature
from site_builder.deploy.target_state import history
from site_builder.deploy.verify.findings import error, warning
from site_builder.model.release import Release
from site_builder.model.verification import FindingKind, VerificationFinding

_CHANGED_HINT = (
    "请查明谁改过目标上的 records。本地的 releases 文件夹没有被改过的，以它为准，再重新发布一次。"
)

_EXPLICIT_HINT = (
    "--record 写的文件不是完好的发布记录。请换成发布的电脑上 releases 文件夹里的 .json。"
)
_MISMATCH_HINT = "请确认写的是正在公布的那一版的记录；确实是的，就是有人改过目标上的，请查明。"


@dataclass(frozen=True, slots=True)
class RecordCopy:
    """One copy of a record, with its signature; empty bytes for what is not there."""

    data: bytes = b""
    signature: bytes = b""
    explicit_path: str = field(default="", compare=False)
    """Its path, where somebody named it."""


@dataclass(frozen=True, slots=True)
class TrustedRecords:
    """Where records can be trusted."""

    folder: Path
    """The project's copies for this target."""
    signers: Path | None
    explicit_path: Path | None
    """A record that somebody named: it stands for the project's copy."""

    def local_copy(self, release_id: str) -> RecordCopy:
        """Read the project's copy."""
        if self.explicit_path:
            return replace(read_copy(self.explicit_path), explicit_path=str(self.explicit_path))
        return read_copy(self.folder / f"{release_id}.json")

    @property
    def newest_id(self) -> str:
        """Return the id of the newest release that the project has a copy of; empty for none."""
        names = (path.stem for path in self.folder.glob("*.json"))
        return max(filter(is_id, names), default="")


def read_copy(path: Path) -> RecordCopy:
    """Read a record of this machine, and its signature."""
    signature_path = path.with_name(f"{path.name}.sig")
    data, signature = (
        file.read_bytes() if file.is_file() else b"" for file in (path, signature_path)
    )
    return RecordCopy(data, signature)


def trusted_release(
    remote: Remote, release_id: str, records: TrustedRecords
) -> tuple[Release | None, list[VerificationFinding]]:
    """Return the release that should be online, by the record that is to be trusted most."""
    resource = f"records/{release_id}.json"
    remote_copy, local_copy = _read_remote_copy(remote, release_id), records.local_copy(release_id)
    findings = list(_compare_copies(resource, remote_copy, local_copy, records))
    findings += _check_latest(remote, release_id, records)
    return _first_trusted(resource, (local_copy, remote_copy), records, findings)


def trusted_local_release(
    release_id: str, records: TrustedRecords
) -> tuple[Release | None, list[VerificationFinding]]:
    """Do so for a remote that cannot be read: the project's copy is all there is."""
    findings: list[VerificationFinding] = []
    return _first_trusted(
        f"{release_id}.json", (records.local_copy(release_id),), records, findings
    )


def trusted_other_releases(
    remote: Remote, release_id: str, records: TrustedRecords
) -> tuple[list[Release], list[VerificationFinding]]:
    """Return the other retained releases: their files may have been carried along."""
    other_records = TrustedRecords(records.folder, records.signers, None)
    releases: list[Release] = []
    findings: list[VerificationFinding] = []
    for file in remote.names("records"):
        other_id = file.removesuffix(".json")
        if file.endswith(".json") and is_id(other_id) and other_id != release_id:
            remote_copy, local_copy = (
                _read_remote_copy(remote, other_id),
                other_records.local_copy(other_id),
            )
            resource = f"records/{file}"
            if local_copy.data and local_copy.data != remote_copy.data:
                findings.append(_record_changed(resource))
            release, problems = _first_trusted(
                resource, (local_copy, remote_copy), other_records, []
            )
            findings += problems
            releases += [release] if release else []
    return releases, findings


def _read_remote_copy(remote: Remote, release_id: str) -> RecordCopy:
    data, signature = (
        remote.read(f"records/{release_id}.json{suffix}") or b"" for suffix in ("", ".sig")
    )
    return RecordCopy(data, signature)


def _compare_copies(
    resource: str, remote_copy: RecordCopy, local_copy: RecordCopy, records: TrustedRecords
) -> Iterable[VerificationFinding]:
    if not remote_copy.data:
        yield error(FindingKind.RECORD, resource, "目标上没有这一版的发布记录", _CHANGED_HINT)
    elif local_copy.data and local_copy.data != remote_copy.data:
        if not records.explicit_path:
            yield _record_changed(resource)
        elif _first_trusted("", (local_copy,), TrustedRecords(records.folder, None, None), [])[0]:
            yield error(
                FindingKind.RECORD, resource, "目标上的发布记录和 --record 写的不同", _MISMATCH_HINT
            )
    elif not local_copy.data and records.signers is None:
        message = "本地没有这一版的发布记录，只能相信目标上的；它被改过的话看不出来"
        hint = "请在发布的电脑上核对，或者给目标写上“签名密钥”和“签名人名单”。"
        yield warning(FindingKind.RECORD, resource, message, hint)


def _record_changed(resource: str) -> VerificationFinding:
    return error(
        FindingKind.RECORD, resource, "发布记录和本地保存的不同，被人改动过", _CHANGED_HINT
    )


def _check_latest(
    remote: Remote, release_id: str, records: TrustedRecords
) -> Iterable[VerificationFinding]:
    """Report that another release is online than the one that was deployed last."""
    if records.explicit_path:
        release, _ = _first_trusted(
            "", (records.local_copy(release_id),), TrustedRecords(records.folder, None, None), []
        )
        expected_id = release.id if release else release_id
        if expected_id != release_id:
            message = f"正在公布的是 {release_id}，不是 --record 写的 {expected_id}"
            yield error(FindingKind.RECORD, "current", message, "请改用正在公布的那一版的记录。")
        return
    lines, newest_id = history(remote), records.newest_id
    # A deployment interrupted after the switch has written no line: its copy is here.
    if (lines or newest_id) and release_id not in (lines[-1].release if lines else "", newest_id):
        last = f"{lines[-1].action} {lines[-1].release}" if lines else f"发布 {newest_id}"
        message = f"正在公布的是 {release_id}，而记录里最后一次是{last}"
        hint = "有人绕过本程序换了版本。请查明原因；要换版本，请用 deploy 或 rollback。"
        yield error(FindingKind.RECORD, "current", message, hint)


def _first_trusted(
    resource: str,
    copies: Iterable[RecordCopy],
    records: TrustedRecords,
    findings: list[VerificationFinding],
) -> tuple[Release | None, list[VerificationFinding]]:
    """Return the first copy that is whole and well signed; report what is wrong with the others."""
    first: Release | None = None
    for record_copy in dict.fromkeys(copy for copy in copies if copy.data):
        try:
            release = from_json(record_copy.data)
        except DeployError as exc:
            hint = _EXPLICIT_HINT if record_copy.explicit_path else _CHANGED_HINT
            findings.append(
                error(FindingKind.RECORD, record_copy.explicit_path or resource, str(exc), hint)
            )
            continue
        if records.signers is None or _has_valid_signature(
            record_copy.explicit_path or resource, record_copy, records.signers, findings
        ):
            first = first or release
    return first, findings


def _has_valid_signature(
    resource: str, record_copy: RecordCopy, signers: Path, findings: list[VerificationFinding]
) -> bool:
    hint = "请查明谁改过发布记录或签名；没有签名的版本，请配好“签名密钥”后重新发布。"
    if not record_copy.signature:
        findings.append(error(FindingKind.SIGNATURE, f"{resource}.sig", "发布记录没有签名", hint))
        return False
    if not signers.is_file():
        # Not the target's fault: nothing can be concluded.
        raise DeployError(f"没有签名人名单 {signers}。请改正 config.yaml 里的“签名人名单”。")
    try:
        verify_signature(signers, record_copy.data, record_copy.signature)
    except DeployError as exc:
        findings.append(error(FindingKind.SIGNATURE, f"{resource}.sig", str(exc), hint))
        return False
    return True
