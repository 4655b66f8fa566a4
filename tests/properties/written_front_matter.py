"""Front matter as people write it: quotes, comments, brackets, lists and line ends of all kinds."""

from random import Random

from site_builder.content.typed_fields import WORD, parts_of
from site_builder.model.standards import Field
from tests.helpers.standards import STANDARDS

FIELDS = STANDARDS.document_fields
PLAIN = (
    "关于公布窗口的通知",
    "甲 乙",
    "示〔2021〕3号",
    "2021-01-28",
    "2021年1月28日",
    "A-01",
    "有效",
)
NASTY = (
    "甲: 乙",
    "甲 # 乙",
    "- 甲",
    "'甲'",
    '"甲" 乙',
    "甲\\n乙",
    "no",
    "0123",
    "12:30",
    "1.10",
    "null",
    "~",
    "true",
    "[甲",
    "{甲}",
    "&甲",
    "*甲",
    "!甲",
    "%甲",
    "@甲",
    "`甲`",
    "|",
    ">-",
    "? 甲",
    "甲:",
    "---",
    "...",
    "# 甲",
    "<script>alert(1)</script>",
    "{{ 7 }}",
    "😀 𠮷",
    "，。",
    "甲" * 300,
)
_UNKNOWN = ("自己的键: {a: 1, b: [2, 3]}", "旧系统编号: 'X-1'  # 留着", "备注: >\n  折起来\n  的话")


def _scalar(random: Random, text: str) -> str:
    styles = [
        f" {text}",
        f"   {text}",
        f" '{text}'",
        f' "{text}"',
        f" {text}  # 注释{random.randrange(1000)}",
        f" '{text}' # 注释{random.randrange(1000)}",
        f"\n  {text}",
        "",
        " ~",
        "  # 还没写",
    ]
    return random.choice(styles)


def _long(random: Random, text: str) -> str:
    block = f" |-\n  {text}\n  第二行"
    return random.choice(
        [_scalar(random, text), block, f" |  # 说明\n  {text}\n\n  又一行", f" >\n  {text}\n  接着"]
    )


def _words(random: Random) -> str:
    return random.choice(
        [
            " [甲, 乙]",
            " ['甲', \"乙\" ]",
            " 甲、乙",
            "\n  - 甲\n  # 中间\n  - 乙 # 尾",
            " []",
            "",
            " [甲,\n    乙]",
        ]
    )


def _references(random: Random) -> str:
    return random.choice([" a.md", "\n  - a.md\n  - ../x/b.md", " [a.md, b.md]", ""])


def _rows(random: Random, field: Field) -> str:
    parts = parts_of(field, STANDARDS)
    rows = []
    for number in range(random.randrange(3)):
        pairs = [f"{part.label}: {random.choice(PLAIN)}{number}" for part in parts[:2]]
        item = f"{{{', '.join(pairs)}}}" if random.random() < 0.4 else "\n    ".join(pairs)
        if field.type == "attachments" and random.random() < 0.2:
            item = f"../files/x{number}.pdf"
        rows.append(f"\n  - {item}" + random.choice(["", f"\n  # 第{number}件"]))
    return "".join(rows)


def written_value(random: Random, field: Field) -> str:
    if field.type == "words":
        return _words(random)
    if field.type == "references":
        return _references(random)
    if parts_of(field, STANDARDS):
        return _rows(random, field)
    text = random.choice(PLAIN)
    return _long(random, text) if field.type == "long" else _scalar(random, text)


def written_front_matter(random: Random) -> str:
    """Return the YAML of a document that somebody has written, with plain line ends."""
    fields = random.sample(FIELDS, random.randrange(1, 14))
    entries = [
        f"{random.choice((field.label, *field.aliases))}:{written_value(random, field)}"
        for field in fields
    ]
    entries += random.sample(_UNKNOWN, random.randrange(3))
    random.shuffle(entries)
    lines: list[str] = []
    for entry in entries:
        if random.random() < 0.3:
            # Below a block, an indented line is its own.
            is_block = bool(lines) and any(mark in lines[-1] for mark in (": |", ": >"))
            comments = ["# 一行注释", ""] if is_block else ["# 一行注释", "", "  # 缩进的注释"]
            lines.append(random.choice(comments))
        lines.append(entry)
    return "\n".join(lines) + "\n"


def _text(random: Random, field: Field) -> str:
    text = random.choice((*PLAIN, *NASTY))
    if field.type == "long" and random.random() < 0.5:
        text = f"{text}\n{random.choice((*PLAIN, *NASTY))}\n\n  缩进的{random.choice(PLAIN)}"
    return text


def new_value(random: Random, field: Field) -> object:
    """Return what somebody types into a form instead."""
    parts = parts_of(field, STANDARDS)
    if not parts:
        return "" if random.random() < 0.15 else _text(random, field)
    rows = []
    for _ in range(random.randrange(4)):
        if parts[0].id == WORD:
            rows.append({WORD: _text(random, field)})
        else:
            rows.append({part.id: _text(random, part) for part in parts if random.random() < 0.8})
    return rows
