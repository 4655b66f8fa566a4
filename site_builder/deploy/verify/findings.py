"""The findings of `verify`: one function for each way to differ from what was released."""

from site_builder.model.diagnostic import Severity
from site_builder.model.verification import FindingKind, VerificationFinding

_RESTORE = (
    "不是本单位改的，就是被人篡改：先保留现场、查明原因，"
    "再全部重新发布（site-builder deploy 目标 --force）。"
)


def error(kind: FindingKind, resource: str, message: str, hint: str) -> VerificationFinding:
    """Build a finding of something that differs."""
    return VerificationFinding(kind, Severity.ERROR, resource, message, hint)


def warning(kind: FindingKind, resource: str, message: str, hint: str) -> VerificationFinding:
    """Build a finding of something that should be better, the site being what was released."""
    return VerificationFinding(kind, Severity.WARNING, resource, message, hint)


def changed(resource: str, detail: str) -> VerificationFinding:
    """Report a file that is not the one that was released."""
    return error(FindingKind.CHANGED, resource, f"内容和发布的不同（{detail}）", _RESTORE)


def missing(resource: str, detail: str) -> VerificationFinding:
    """Report a file of the release that is missing."""
    return error(FindingKind.MISSING, resource, f"发布过的文件没有了（{detail}）", _RESTORE)


def unexpected(resource: str, detail: str) -> VerificationFinding:
    """Report something that nobody released."""
    hint = "不是本程序发布的，可能是被人放进来的：先保留现场、查明原因，再删去它。"
    return error(FindingKind.UNEXPECTED, resource, detail, hint)


def unreachable(resource: str, reason: str) -> VerificationFinding:
    """Report something that could not be checked."""
    return error(
        FindingKind.UNREACHABLE,
        resource,
        f"没有核对成：{reason}",
        "请检查网络和服务器，过一会再核对。",
    )
