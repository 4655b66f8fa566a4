"""A site → the configuration of Caddy, from version 2.7 on."""

from urllib.parse import quote

from site_builder.core.media_types import ACTIVE, DEFAULT_TYPE, TYPES
from site_builder.deploy import security_headers
from site_builder.deploy.webserver.server_site import ServerSite, block, fill_template, headers

_INDENT = "\t" * 4


def text(site: ServerSite) -> str:
    """Fill `Caddyfile`."""
    values = {
        "HEADERS": block(headers(site, lambda header: f'{header.name} "{header.value}"'), "\t\t"),
        "ACTIVE": " ".join(f"*.{extension}" for extension in ACTIVE),
        "SANDBOX": next(
            header.active_content_value
            for header in security_headers.headers(site.address)
            if header.active_content_value
        ),
        "SITE": f"{'https' if site.secure else 'http'}://{site.host}{_port(site)}",
        "TLS": block(_tls(site), "\t"),
        "MOVE": block(_move(site), "\t\t"),
        "MATCH": "/*" if site.base == "/" else f'"{site.base}*"',
        "ROOT": f'"{site.root}"',
        "TYPES": block(_types(), _INDENT),
    }
    return fill_template("Caddyfile", site, values)


def _port(site: ServerSite) -> str:
    return "" if site.port == (443 if site.secure else 80) else f":{site.port}"


def _tls(site: ServerSite) -> list[str]:
    if not site.secure:
        return []
    return [
        "# Caddy 自己申请证书。单位另有证书的，去掉下一行的 #，改成证书和私钥的位置。",
        f'# tls "/etc/caddy/{site.host}.pem" "/etc/caddy/{site.host}.key"',
    ]


def _move(site: ServerSite) -> list[str]:
    if site.base == "/":
        return []
    return [
        "# 本栏目挂在另一个网站下面；那个网站已有设置的，把 route、handle_errors 里的移进去。",
        f'redir "{site.base.rstrip("/")}" "{quote(site.base)}" 301',
    ]


def _types() -> list[str]:
    """Return the lines that map endings to types; a folder's address shows its index page."""
    extensions_by_type: dict[str, list[str]] = {}
    for extension, media_type in TYPES.items():
        extensions_by_type.setdefault(media_type, []).append(extension)
    lines = [
        f'~\\.({"|".join(extensions)})$ "{media_type}"'
        for media_type, extensions in sorted(extensions_by_type.items())
    ]
    return [*lines, f'~/$ "{TYPES["html"]}"', f'default "{DEFAULT_TYPE}"']
