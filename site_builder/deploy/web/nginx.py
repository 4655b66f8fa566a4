"""A site → the configuration of nginx, from version 1.18 on."""

from urllib.parse import quote

from site_builder.deploy import security
from site_builder.deploy.security import Header
from site_builder.deploy.web.site import Site, block, filled, headers
from site_builder.media import ACTIVE, DEFAULT_TYPE, TYPES

_DEEP = " " * 8
_FILE_NAME = 80
_AROUND_NAME = 18
"""Bytes that nginx keeps in its table beside a host's name: two pointers and a length."""
_LIKE_TEXT = ("json", "xml", "wasm", "bmp", "ttf", "otf")


def text(site: Site) -> str:
    """Fill `nginx.conf`."""
    plain = {ending: kind.partition(";")[0] for ending, kind in TYPES.items()}
    packed = sorted({kind for kind in plain.values() if _packs(kind)} - {"text/html"})
    spoken = sorted({plain[ending] for ending, kind in TYPES.items() if ";" in kind})
    values = {
        "FILE": f"{site.host}{site.base.rstrip('/').replace('/', '-')}"[:_FILE_NAME],
        "NAMES": block(_names(site), ""),
        "REDIRECT": block(_redirect(site), ""),
        "LISTEN": block(_listen(site), "    "),
        "HOST": site.host,
        "MOVE": block(_move(site), "    "),
        "BASE": site.base,
        "ROOT": f'alias "{site.root}/";' if site.base != "/" else f'root "{site.root}";',
        "TYPES": block(_types(plain), _DEEP + "    "),
        "OTHER": DEFAULT_TYPE,
        "CHARSET": " ".join(kind for kind in spoken if kind != "text/html"),
        "GZIP": " ".join(packed),
        "HEADERS": block(headers(site, lambda one: _header(site, one)), _DEEP),
        "POLICY": next(one.value for one in security.headers(site.address) if one.active),
        "ACTIVE": rf"\.(?:{'|'.join(ACTIVE)})$",
        "SANDBOX": next(one.active for one in security.headers(site.address) if one.active),
    }
    return filled("nginx.conf", site, values)


def _names(site: Site) -> list[str]:
    """Give the table of host names room for a long one: nginx refuses it otherwise."""
    size = 64
    while len(site.host) + _AROUND_NAME > size:
        size *= 2
    if size == 64:  # noqa: PLR2004 - what nginx takes by itself
        return []
    return [
        "",
        "# 域名很长，表格要放宽。别的文件里已经写了这一项的，只留数大的一行。",
        f"server_names_hash_bucket_size {size};",
    ]


def _header(site: Site, one: Header) -> str:
    value = f"${site.variable}_policy" if one.active else f'"{one.value}"'
    return f"add_header {one.name} {value} always;"


def _packs(kind: str) -> bool:
    """Tell whether files of a type get smaller by compression."""
    return kind.startswith("text/") or kind.endswith(_LIKE_TEXT)


def _types(plain: dict[str, str]) -> list[str]:
    found: dict[str, list[str]] = {}
    for ending, kind in plain.items():
        found.setdefault(kind, []).append(ending)
    return [f"{kind} {' '.join(endings)};" for kind, endings in sorted(found.items())]


def _redirect(site: Site) -> list[str]:
    """Send readers who ask without encryption to the address with it."""
    if not site.secure or site.port != 443:  # noqa: PLR2004 - the port of https
        return []
    return [
        "",
        "# 不加密的地址一律转到 https。",
        "server {",
        "    listen 80;",
        "    # 服务器没有 IPv6 的，删去带 [::] 的行。",
        "    listen [::]:80;",
        f"    server_name {site.host};",
        "    server_tokens off;",
        f"    return 301 https://{site.host}$request_uri;",
        "}",
    ]


def _listen(site: Site) -> list[str]:
    if not site.secure:
        return [
            f"listen {site.port};",
            "# 服务器没有 IPv6 的，删去下面一行。",
            f"listen [::]:{site.port};",
            "# 建议改用 https：把 config.yaml 里的网址改成 https:// 开头，再生成一次。",
        ]
    return [
        "# 1.25.1 起的 nginx 会提醒 http2 的写法旧了，可以不管。",
        f"listen {site.port} ssl http2;",
        "# 服务器没有 IPv6 的，删去下面一行。",
        f"listen [::]:{site.port} ssl http2;",
        "# ★ 请改成证书和私钥的位置；私钥只许 root 读。",
        f'ssl_certificate "/etc/nginx/ssl/{site.host}.pem";',
        f'ssl_certificate_key "/etc/nginx/ssl/{site.host}.key";',
        "# 旧的加密协议和算法已经不安全。",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
        "ssl_session_cache shared:site_builder:2m;",
        "ssl_session_timeout 1d;",
    ]


def _move(site: Site) -> list[str]:
    """Say what to do where the host's site has a configuration already."""
    if site.base == "/":
        return []
    return [
        "# 本栏目挂在另一个网站下面。那个网站已经有 server 的，把下面后两个 location 移进去，",
        "# 删去这里的 server 和 location /，只留上面的 map。",
        "location / {",
        "    return 404;",
        "}",
        f'location = "{site.base.rstrip("/")}" {{',
        "    absolute_redirect off;",
        f'    return 301 "{quote(site.base)}";',
        "}",
    ]
