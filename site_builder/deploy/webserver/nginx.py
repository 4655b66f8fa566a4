"""A site → the configuration of nginx, from version 1.18 on."""

from urllib.parse import quote

from site_builder.core.media_types import ACTIVE, DEFAULT_TYPE, TYPES
from site_builder.deploy import security_headers
from site_builder.deploy.security_headers import SecurityHeader
from site_builder.deploy.webserver.server_site import ServerSite, block, fill_template, headers

_INDENT = " " * 8
_MAX_FILE_NAME = 80
_NAME_OVERHEAD = 18
"""Bytes that nginx stores in its table with a host name: two pointers and a length."""
_LIKE_TEXT = ("json", "xml", "wasm", "bmp", "ttf", "otf")


def text(site: ServerSite) -> str:
    """Fill `nginx.conf`."""
    types = {extension: media_type.partition(";")[0] for extension, media_type in TYPES.items()}
    compressible = sorted(
        {media_type for media_type in types.values() if _is_compressible(media_type)}
        - {"text/html"}
    )
    charset_types = sorted(
        {types[extension] for extension, media_type in TYPES.items() if ";" in media_type}
    )
    values = {
        "FILE": f"{site.host}{site.base.rstrip('/').replace('/', '-')}"[:_MAX_FILE_NAME],
        "NAMES": block(_names(site), ""),
        "REDIRECT": block(_redirect(site), ""),
        "LISTEN": block(_listen(site), "    "),
        "HOST": site.host,
        "MOVE": block(_move(site), "    "),
        "BASE": site.base,
        "ROOT": f'alias "{site.root}/";' if site.base != "/" else f'root "{site.root}";',
        "TYPES": block(_types(types), _INDENT + "    "),
        "OTHER": DEFAULT_TYPE,
        "CHARSET": " ".join(
            media_type for media_type in charset_types if media_type != "text/html"
        ),
        "GZIP": " ".join(compressible),
        "HEADERS": block(headers(site, lambda header: _header(site, header)), _INDENT),
        "POLICY": next(
            header.value
            for header in security_headers.headers(site.address)
            if header.active_content_value
        ),
        "ACTIVE": rf"\.(?:{'|'.join(ACTIVE)})$",
        "SANDBOX": next(
            header.active_content_value
            for header in security_headers.headers(site.address)
            if header.active_content_value
        ),
    }
    return fill_template("nginx.conf", site, values)


def _names(site: ServerSite) -> list[str]:
    """Return the setting of a larger table for a long host name: nginx refuses it otherwise."""
    size = 64
    while len(site.host) + _NAME_OVERHEAD > size:
        size *= 2
    if size == 64:  # noqa: PLR2004 - what nginx takes by itself
        return []
    return [
        "",
        "# 域名很长，表格要放宽。别的文件里已经写了这一项的，只留数大的一行。",
        f"server_names_hash_bucket_size {size};",
    ]


def _header(site: ServerSite, header: SecurityHeader) -> str:
    value = f"${site.variable}_policy" if header.active_content_value else f'"{header.value}"'
    return f"add_header {header.name} {value} always;"


def _is_compressible(media_type: str) -> bool:
    """Return whether files of a type get smaller by compression."""
    return media_type.startswith("text/") or media_type.endswith(_LIKE_TEXT)


def _types(types: dict[str, str]) -> list[str]:
    extensions_by_type: dict[str, list[str]] = {}
    for extension, media_type in types.items():
        extensions_by_type.setdefault(media_type, []).append(extension)
    return [
        f"{media_type} {' '.join(extensions)};"
        for media_type, extensions in sorted(extensions_by_type.items())
    ]


def _redirect(site: ServerSite) -> list[str]:
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


def _listen(site: ServerSite) -> list[str]:
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


def _move(site: ServerSite) -> list[str]:
    """Return what to do where the host's site has a configuration already."""
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
