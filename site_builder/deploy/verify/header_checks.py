"""How a site is served → headers that are missing or weak, a certificate that runs out."""

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from site_builder.core.http_client import HttpResponse
from site_builder.deploy.release import CHINA_TIME
from site_builder.deploy.security_headers import applies_to, headers
from site_builder.deploy.verify.findings import error, warning
from site_builder.model.verification import FindingKind, VerificationFinding

_WARN_DAYS = 30
_ERROR_DAYS = 7
"""Days before the end."""
_DAY = 86_400
_HOUR = 3600
_HINT = "请用 site-builder web-config 写出的设置；由别处管理服务器的，请转告管理员。"


def check_certificate(
    peer_certificate: Mapping[str, object], address: str
) -> Iterator[VerificationFinding]:
    """Report that a certificate ends soon."""
    not_after = peer_certificate.get("notAfter")
    if not isinstance(not_after, str):
        return
    expires_at = ssl.cert_time_to_seconds(not_after)
    days = int((expires_at - time.time()) // _DAY)
    if days < _WARN_DAYS:
        date = datetime.fromtimestamp(expires_at, UTC).astimezone(CHINA_TIME).date()
        make_finding = error if days < _ERROR_DAYS else warning
        hint = "请尽快换新的证书，换好后再核对一次。"
        yield make_finding(
            FindingKind.CERTIFICATE, address, f"证书还有 {days} 天（{date}）到期", hint
        )


def check_headers(
    address: str, responses: Mapping[str, HttpResponse], urls: Mapping[str, str]
) -> Iterator[VerificationFinding]:
    """Return which headers are missing or other than recommended, and on which kinds of answer.

    `urls` are the files that some of the answers are of.
    """
    for header in headers(address):
        if not applies_to(header, address):
            continue
        values = {
            name: response.headers.get(header.name.lower()) for name, response in responses.items()
        }
        missing = [name for name, value in values.items() if value is None]
        if missing:
            yield _header_warning(
                address, f"{'、'.join(missing)}没有 {header.name}：{header.reason}"
            )
        mismatches: dict[str, list[str]] = {}
        for name, value in values.items():
            recommended = header.value_for(urls.get(name, ""))
            if value not in (None, recommended):
                mismatches.setdefault(recommended, []).append(name)
        for recommended, names in mismatches.items():
            message = (
                f"{'、'.join(names)}的 {header.name} 是“{values[names[0]]}”，建议“{recommended}”"
            )
            yield _header_warning(address, message)
    yield from _check_caching(address, responses)
    for name in ("首页", "404 页"):
        content_type = responses[name].headers.get("content-type", "") if name in responses else ""
        if name in responses and not re.fullmatch(
            r"(?i)text/html; *charset=\"?utf-8\"?", content_type
        ):
            message = f"{name}的 Content-Type 是“{content_type}”，应当是“text/html; charset=utf-8”"
            yield _header_warning(address, message)


def _check_caching(
    address: str, responses: Mapping[str, HttpResponse]
) -> Iterator[VerificationFinding]:
    max_ages = {
        name: _max_age(response.headers.get("cache-control", ""))
        for name, response in responses.items()
    }
    page, asset = max_ages.get("首页", 0), max_ages.get("样式", _DAY)
    if page is None or page > _HOUR:
        yield _header_warning(
            address, "网页没有写明每次要问有没有更新（Cache-Control），更新后读者会看到旧的"
        )
    if asset is None or asset < _DAY:
        yield _header_warning(
            address, "样式没有写明可以一直存着（Cache-Control），读者每次都要重新下载"
        )


def _max_age(policy: str) -> int | None:
    """Return how long an answer may be cached; None when it states nothing."""
    if re.search(r"no-cache|no-store", policy, re.IGNORECASE):
        return 0
    match = re.search(r"max-age=(\d{1,12})", policy, re.IGNORECASE)
    return int(match[1]) if match else None


def _header_warning(address: str, message: str) -> VerificationFinding:
    return warning(FindingKind.HEADER, address, message, _HINT)
