"""The security headers that a server adds to every answer of the site, each with its reason.

The one place that knows them: `webserver` writes them into a configuration, `verify` asks the
server for them.
"""

from dataclasses import dataclass

from site_builder.core.media_types import is_active
from site_builder.core.web_addresses import split_address

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def content_policy(frames: str = "'self'", connect: str = "'self'") -> str:
    """Write what pages may use: who may frame them, and what their scripts may listen to."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"font-src 'self'; connect-src {connect}; media-src 'self'; manifest-src 'self'; "
        f"form-action 'self'; base-uri 'self'; frame-ancestors {frames}"
    )


def sandbox_policy(frames: str = "'self'") -> str:
    """Write what files may do that browsers open as pages though they are no pages of the site."""
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        f"form-action 'none'; base-uri 'none'; frame-ancestors {frames}; sandbox"
    )


@dataclass(frozen=True, slots=True)
class SecurityHeader:
    """One header of every answer."""

    name: str
    value: str
    reason: str
    """For who runs the server, in Chinese."""
    site_scoped: bool = True
    """It applies to these pages alone; if not, to the whole host, which may be somebody else's."""
    active_content_value: str = ""
    """Its value for files that browsers open as pages though they are no pages of the site."""

    def value_for(self, url: str) -> str:
        """Return its value for a file."""
        return (
            self.active_content_value
            if self.active_content_value and is_active(url)
            else self.value
        )


_ALWAYS = (
    SecurityHeader(
        "Content-Security-Policy",
        content_policy(),
        "网页只能用本站的样式、图片和脚本，不能夹带别处的内容；被人塞进网页的脚本不会运行。",
        active_content_value=sandbox_policy(),
    ),
    SecurityHeader(
        "X-Content-Type-Options", "nosniff", "浏览器按服务器说的类型打开文件，不自己猜成网页。"
    ),
    SecurityHeader(
        "X-Frame-Options",
        "SAMEORIGIN",
        "别的网站不能把本站套在自己的框里冒充（旧浏览器认这一条）。",
    ),
    SecurityHeader(
        "Referrer-Policy",
        "strict-origin-when-cross-origin",
        "读者点开外站时，只告诉对方来自哪个网站，不说正在看哪一页。",
    ),
    SecurityHeader(
        "Permissions-Policy",
        PERMISSIONS,
        "本站不用摄像头、话筒、定位，网页也不能要。",
    ),
)
_HTTPS_ONLY = (
    SecurityHeader(
        "Cross-Origin-Opener-Policy",
        "same-origin",
        "别的网站打开本站的窗口后，不能再操纵它。",
    ),
    SecurityHeader(
        "Strict-Transport-Security",
        "max-age=31536000",
        "一年内浏览器只用 https 打开这个域名；证书过期时读者会打不开，请按时换证书。",
        site_scoped=False,
    ),
)


def headers(address: str) -> tuple[SecurityHeader, ...]:
    """Return the headers for a site at an address. Some mean nothing without https."""
    return _ALWAYS + (_HTTPS_ONLY if split_address(address).scheme == "https" else ())


def applies_to(header: SecurityHeader, address: str) -> bool:
    """Return whether the site at an address may send a header: some bind the whole host."""
    return header.site_scoped or split_address(address).path in ("", "/")
