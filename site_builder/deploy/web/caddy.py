"""A site → the configuration of Caddy, from version 2.7 on."""

from urllib.parse import quote

from site_builder.deploy import security
from site_builder.deploy.web.site import Site, block, filled, headers
from site_builder.media import ACTIVE, DEFAULT_TYPE, TYPES

_DEEP = "\t" * 4


def text(site: Site) -> str:
    """Fill `Caddyfile`."""
    values = {
        "HEADERS": block(headers(site, lambda one: f'{one.name} "{one.value}"'), "\t\t"),
        "ACTIVE": " ".join(f"*.{ending}" for ending in ACTIVE),
        "SANDBOX": next(one.active for one in security.headers(site.address) if one.active),
        "SITE": f"{'https' if site.secure else 'http'}://{site.host}{_port(site)}",
        "TLS": block(_tls(site), "\t"),
        "MOVE": block(_move(site), "\t\t"),
        "MATCH": "/*" if site.base == "/" else f'"{site.base}*"',
        "ROOT": f'"{site.root}"',
        "TYPES": block(_types(), _DEEP),
    }
    return filled("Caddyfile", site, values)


def _port(site: Site) -> str:
    return "" if site.port == (443 if site.secure else 80) else f":{site.port}"


def _tls(site: Site) -> list[str]:
    if not site.secure:
        return []
    return [
        "# Caddy 自己申请证书。单位另有证书的，去掉下一行的 #，改成证书和私钥的位置。",
        f'# tls "/etc/caddy/{site.host}.pem" "/etc/caddy/{site.host}.key"',
    ]


def _move(site: Site) -> list[str]:
    if site.base == "/":
        return []
    return [
        "# 本栏目挂在另一个网站下面；那个网站已有设置的，把 route、handle_errors 里的移进去。",
        f'redir "{site.base.rstrip("/")}" "{quote(site.base)}" 301',
    ]


def _types() -> list[str]:
    """Give each ending its type; a folder's address shows its index page."""
    found: dict[str, list[str]] = {}
    for ending, kind in TYPES.items():
        found.setdefault(kind, []).append(ending)
    lines = [f'~\\.({"|".join(endings)})$ "{kind}"' for kind, endings in sorted(found.items())]
    return [*lines, f'~/$ "{TYPES["html"]}"', f'default "{DEFAULT_TYPE}"']
