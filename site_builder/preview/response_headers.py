"""The headers of every answer of the preview.

Drafts are for the eyes of who writes them: no page of another site may frame, embed or hold on to
one (the editor shows a page beside its text), and a file that could run a script may run none.
"""

from collections.abc import Mapping

from site_builder.core.media_types import is_active
from site_builder.deploy import security_headers
from site_builder.preview.responses import PREVIEW_PREFIX

_COMMON_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": security_headers.PERMISSIONS,
    "X-Robots-Tag": "noindex",
}


def headers(url: str = "", host: str = "") -> Mapping[str, str]:
    """Return the headers for a file; `host` is where its page may listen for changes."""
    # Not every browser takes 'self' for the messages of a page's own server.
    connect = f"'self' ws://{host}" if host else "'self'"
    policy = security_headers.content_policy(connect=connect)
    if url.startswith(PREVIEW_PREFIX):
        policy += "; frame-src 'self'"  # the gallery frames its own pages
    sandboxed = security_headers.sandbox_policy()
    return {**_COMMON_HEADERS, "Content-Security-Policy": sandboxed if is_active(url) else policy}
