"""Making findings: one function for each way to differ from what was released."""

from site_builder.model.diagnostic import Severity
from site_builder.model.verdict import FindingKind, VerificationFinding

_RESTORE = (
    "不是本单位改的，就是被人篡改：先保留现场、查明原因，"
    "再全部重新发布（site-builder deploy 目标 --again）。"
)


def error(kind: FindingKind, where: str, message: str, hint: str) -> VerificationFinding:
    """Make a finding of something that differs."""
    return VerificationFinding(kind, Severity.ERROR, where, message, hint)


def warning(kind: FindingKind, where: str, message: str, hint: str) -> VerificationFinding:
    """Make a finding of something that should be better, the site being what was released."""
    return VerificationFinding(kind, Severity.WARNING, where, message, hint)


def changed(where: str, how: str) -> VerificationFinding:
    """A file is not the one that was released."""
    return error(FindingKind.CHANGED, where, f"内容和发布的不同（{how}）", _RESTORE)


def missing(where: str, how: str) -> VerificationFinding:
    """A file of the release is not there."""
    return error(FindingKind.MISSING, where, f"发布过的文件没有了（{how}）", _RESTORE)


def foreign(url: str, how: str) -> VerificationFinding:
    """Something is there that nobody released."""
    hint = "不是本程序发布的，可能是被人放进来的：先保留现场、查明原因，再删去它。"
    return error(FindingKind.UNEXPECTED, url, how, hint)


def unreachable(where: str, why: str) -> VerificationFinding:
    """Something could not be looked at."""
    return error(
        FindingKind.UNREACHABLE, where, f"没有核对成：{why}", "请检查网络和服务器，过一会再核对。"
    )
