"""How a site is served → headers that are missing or weak, a certificate that runs out."""

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

from site_builder.deploy.fetching import Answer
from site_builder.deploy.security import headers, speaks
from site_builder.deploy.verify.findings import error, warning
from site_builder.model.verdict import FindingKind, VerificationFinding

_SOON = 30
_URGENT = 7
"""Days before the end."""
_DAY = 86_400
_HOUR = 3600
_CURE = "请用 site-builder web-config 写出的设置；由别处管理服务器的，请转告管理员。"
_CHINA = timezone(timedelta(hours=8))


def certificate(shown: Mapping[str, object], address: str) -> Iterator[VerificationFinding]:
    """Say that a certificate ends soon."""
    ends = shown.get("notAfter")
    if not isinstance(ends, str):
        return
    when = ssl.cert_time_to_seconds(ends)
    days = int((when - time.time()) // _DAY)
    if days < _SOON:
        day = datetime.fromtimestamp(when, UTC).astimezone(_CHINA).date()
        kind = error if days < _URGENT else warning
        hint = "请尽快换新的证书，换好后再核对一次。"
        yield kind(FindingKind.CERTIFICATE, address, f"证书还有 {days} 天（{day}）到期", hint)


def served(
    address: str, answers: Mapping[str, Answer], urls: Mapping[str, str]
) -> Iterator[VerificationFinding]:
    """Say which headers are missing or other than recommended, and on which kinds of answer.

    `urls` are the files that some of the answers are of.
    """
    for one in headers(address):
        if not speaks(one, address):
            continue
        shown = {name: answer.headers.get(one.name.lower()) for name, answer in answers.items()}
        bare = [name for name, value in shown.items() if value is None]
        if bare:
            yield _header(address, f"{'、'.join(bare)}没有 {one.name}：{one.why}")
        wanted: dict[str, list[str]] = {}
        for name, value in shown.items():
            right = one.value_for(urls.get(name, ""))
            if value not in (None, right):
                wanted.setdefault(right, []).append(name)
        for right, other in wanted.items():
            message = f"{'、'.join(other)}的 {one.name} 是“{shown[other[0]]}”，建议“{right}”"
            yield _header(address, message)
    yield from _cached(address, answers)
    for name in ("首页", "404 页"):
        kind = answers[name].headers.get("content-type", "") if name in answers else ""
        if name in answers and not re.fullmatch(r"(?i)text/html; *charset=\"?utf-8\"?", kind):
            message = f"{name}的 Content-Type 是“{kind}”，应当是“text/html; charset=utf-8”"
            yield _header(address, message)


def _cached(address: str, answers: Mapping[str, Answer]) -> Iterator[VerificationFinding]:
    keeps = {
        name: _seconds(answer.headers.get("cache-control", "")) for name, answer in answers.items()
    }
    page, asset = keeps.get("首页", 0), keeps.get("样式", _DAY)
    if page is None or page > _HOUR:
        yield _header(
            address, "网页没有写明每次要问有没有更新（Cache-Control），更新后读者会看到旧的"
        )
    if asset is None or asset < _DAY:
        yield _header(address, "样式没有写明可以一直存着（Cache-Control），读者每次都要重新下载")


def _seconds(policy: str) -> int | None:
    """Tell how long an answer may be kept; None when nobody said."""
    if re.search(r"no-cache|no-store", policy, re.IGNORECASE):
        return 0
    found = re.search(r"max-age=(\d{1,12})", policy, re.IGNORECASE)
    return int(found[1]) if found else None


def _header(address: str, message: str) -> VerificationFinding:
    return warning(FindingKind.HEADER, address, message, _CURE)
