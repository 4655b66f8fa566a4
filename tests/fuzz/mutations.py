"""Ways to spoil a text, a value or a name, drawn from a seeded generator."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

WORDS = (
    *(
        "",
        "\0",
        "\x0b",
        "\x0c",
        "\x1b[31m",
        "\r",
        "\r\n",
        "\n\n",
        "\t",
        "\u2028",
        "\u0085",
        "\ufeff",
    ),
    *("\u200b", "\u202e", "\ufffd", "\ufdd0", "\ue000", "\U0010ffff", "👩‍💻", "\u0301" * 50, "ﷺ"),
    *(
        "---",
        "---\n",
        "\n---\n",
        "...",
        "&a",
        "*a",
        "<<: ",
        "!!python/object:os.system",
        "? ",
        "- ",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        "[[",
        "{{",
        "}}",
        "{%",
        "|",
        ">",
        "'",
        '"',
        "\\",
        "`",
        "```",
        "~~~",
        "$$",
    ),
    *("# ", "## ", "####### ", "## 一、总体情况", "标题: ", "索引号: ", "：", "，", "＃", "“", "”"),
    *(
        "](",
        "[甲](",
        "![",
        "[^1]",
        "[^1]: ",
        "<a>",
        "<!--",
        "-->",
        "<script>",
        "&#0;",
        "&#x110000;",
    ),
    *("http://[", "http://[::1", "https://a.gov.cn.", "http://a@b", "//x", "javascript:1", "%00"),
    *(
        "http://www.ｇｏｖ.cn/",
        "http://a\\@b/",
        "mailto:",
        "tel:",
        "..",
        "../" * 30,
        "#",
        "?",
        "a.md#b",
    ),
    *(
        "| - | - |\n",
        "|",
        "| |",
        "||||",
        "::: 维吾尔文\n",
        ":::\n",
        ": ",
        "::: table",
        "表格：",
        "  : ",
    ),
    *(
        "0",
        "-1",
        "1e999",
        "9" * 5000,
        "0x10",
        "NaN",
        "١٢",
        "²",
        "½",
        "1,000",
        "１２",
        "一百",
        "~",
        "/",
    ),
    *(
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "2021-02-30",
        "2021年13月1日",
        "二〇二一年",
        "0001-01-01",
    ),
    *("11010519491231002X", "13800138000", "6222020000000000", "机密★10年", "〔2021〕", "第0号"),
    *(
        "null",
        "true",
        "no",
        "撤回",
        "废止",
        "失效",
        "部分公开",
        "接受:",
        "更正:",
        "附件:",
        "解读:",
        "语种:",
    ),
)
"""What parsers, offices and terminals stumble over."""

DEEP = (
    "[",
    "(",
    "{a: ",
    "> ",
    "- ",
    "* ",
    "  ",
    "![",
    "**",
    "`",
    "<",
    "[^",
    "\\",
    "| ",
    "1. ",
    "&",
)


def text(data: bytes, other: bytes, random: Random) -> bytes:
    """Return a text spoilt a few times, sometimes as a whole."""
    for _ in range(random.choice((1, 1, 1, 1, 2, 8))):
        data = random.choice(_TEXT)(data, other, random)
    return data if random.random() < 0.9 else random.choice(_WHOLE_FILE)(data)


def raw(data: bytes, other: bytes, random: Random) -> bytes:
    """Return bytes spoilt a few times."""
    for _ in range(random.choice((1, 1, 2, 5))):
        data = random.choice(_RAW)(data, other, random)
    return data


Mutate = Callable[[bytes, bytes, Random], bytes]


def _word(data: bytes, _: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    line = lines[at].decode("utf-8", "replace")
    cut = random.choice((0, len(line), random.randint(0, len(line)), line.find(" ") + 1))
    word = random.choice(WORDS)
    lines[at] = (line[:cut] + word + line[cut + random.choice((0, 0, 1)) :]).encode()
    return b"\n".join(lines)


def _value(data: bytes, _: bytes, random: Random) -> bytes:
    """Put another value behind a key."""
    lines = data.split(b"\n")
    keyed = [at for at, line in enumerate(lines) if b": " in line]
    if keyed:
        at = random.choice(keyed)
        lines[at] = lines[at].partition(b": ")[0] + b": " + random.choice(WORDS).encode()
    return b"\n".join(lines)


def _lines(data: bytes, _: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[min(at, to) : max(at, to)] = []
        case _:
            lines[at] = random.choice((b" ", b"  ", b"\t", "　".encode())) + lines[at]
    return b"\n".join(lines)


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    cut, start = random.randint(0, len(data)), random.randint(0, len(other))
    return data[:cut] + other[start : start + random.randint(0, 400)] + data[cut:]


def _flip(data: bytes, _: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _time in range(min(len(changed), random.choice((1, 3, 20)))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(data: bytes, _: bytes, random: Random) -> bytes:
    start, end = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
    return random.choice((data[:end], data[start:], data[:start] + data[end:]))


def _numbers(data: bytes, _: bytes, random: Random) -> bytes:
    """Write over four bytes that may be a length or a place."""
    at = random.randint(0, max(len(data) - 4, 0))
    number = random.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, len(data)))
    return data[:at] + number.to_bytes(4, random.choice(("big", "little"))) + data[at + 4 :]


_MAX_BYTES = 3_000_000
"""Bytes of a giant line: three times what a text may have."""


def _long(data: bytes, _: bytes, random: Random) -> bytes:
    cut = random.randint(0, len(data))
    times = random.choice((300, 3_000, 30_000))
    word = random.choice((*WORDS, "甲", "a ", "，")).encode()
    return data[:cut] + (word * times)[:_MAX_BYTES] + data[cut:]


def _deep(data: bytes, _: bytes, random: Random) -> bytes:
    cut = data.find(b"\n", random.randint(0, len(data))) + 1
    sign = random.choice(DEEP)
    times = random.choice((30, 300, 3_000))
    return (
        data[:cut] + sign.encode() * times + random.choice(("甲", "", "\n")).encode() + data[cut:]
    )


_TEXT: tuple[Mutate, ...] = (
    *(_word, _word, _word, _value, _value, _lines, _lines, _splice, _flip, _cut, _long, _deep),
)
_RAW: tuple[Mutate, ...] = (_flip, _flip, _cut, _numbers, _numbers, _splice)
_WHOLE_FILE: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: data.replace(b"\n", b"\r"),
    lambda data: data.replace(b"\n", b"\r\n", 3),
    lambda data: data.decode("utf-8", "replace").encode("utf-16"),
    lambda data: data.decode("utf-8", "replace").encode("gb18030", "replace"),
    lambda data: data + b"\xed\xa0\x80",
    lambda data: data.replace(b": ", b":"),
    lambda data: data.replace(b"\n", b""),
    lambda data: data + data,
    lambda _: b"",
)

VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", "甲", "\ud800", "../../x"),
    *([], {}, [[]], [[[[[]]]]], {"a": {}}, "a" * 10_000, ["a", 1, None], "\0"),
)


def json_value(root: Any, random: Random) -> None:  # noqa: ANN401 - JSON
    """Put another value somewhere into JSON."""
    while isinstance(root, dict | list) and root:
        key: Any = random.choice(list(root) if isinstance(root, dict) else range(len(root)))
        if not isinstance(root[key], dict | list) or random.random() < 0.15:
            root[key] = random.choice(VALUES)
            return
        root = root[key]


def json_text(data: bytes, random: Random) -> bytes:
    """Return JSON with a value changed, or nested without end."""
    if random.random() < 0.1:
        sign = random.choice((b"[", b'{"a":'))
        return sign * random.choice((100, 100_000))
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return raw(data, data, random)
    json_value(value, random)
    return json.dumps(value).encode()
