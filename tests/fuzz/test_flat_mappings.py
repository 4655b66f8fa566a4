"""Front matter of the common shape: what is read line by line is what libyaml reads."""

from collections.abc import Callable
from random import Random

from site_builder.content.documents import (
    ReadContext,
    ReadResult,
    read_document,
    read_standalone_page,
)
from site_builder.content.front_matter_fences import split_front_matter
from site_builder.core.yaml.flat_mappings import read_flat_mapping
from site_builder.core.yaml.nodes import decode_text, read_events
from site_builder.model.source import Source
from tests.fuzz.mutations import WORDS, text
from tests.fuzz.runs import Tally, generator
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

FILE = "content/2021/documents/a.md"
SOURCE = Source("2021/documents/a.md", "document", 2021)
CONTEXT = ReadContext(STANDARDS, "某局", (".gov.cn",))
REAL = [
    path.read_bytes()
    for folder in ("examples", "content", "tests")
    for path in sorted((ROOT / folder).rglob("*.md"))
    if path.stat().st_size < 10_000
]
KEYS = ("名称", "索引号", "附件", "主题词", "a", "0", "no", "null", "~", "<<", "名 称", "甲：", "")
VALUES = (
    *("甲", "甲 乙", "《甲》（试行）", "2021-01-02", "7", "012", "1_000", "1:30", "yes", "off"),
    *("null", "Null", "~", "", "'甲'", '"甲"', '""', "''", "'甲''乙'", r'"甲\n"', r"综合\其他"),
    *("甲: 乙", "甲:乙", "甲:", ":甲", "甲 : 乙", "甲::乙", "甲 #乙", "甲#乙", "#甲", "甲\t#乙"),
    *("[甲, 乙]", "[甲,乙 ]", "[]", "[ ]", "[,]", "[甲,]", "[[甲]]", "[a: b]", "[null]", "[甲 #]"),
    *(
        "[-甲]",
        "[- 甲]",
        '["甲"]',
        "[甲",
        "甲]",
        "{甲: 乙}",
        "{}",
        "[1.5, (2)]",
        "[甲，乙]",
        "[a?]",
    ),
    *(
        "|",
        ">",
        "|-\n  甲",
        "&a",
        "*a",
        "!甲",
        "%甲",
        "@甲",
        "`甲",
        "? 甲",
        "- 甲",
        "-甲",
        "--- 甲",
    ),
    *(
        "\u3000甲\u3000",
        "\xa0甲",
        "甲\x85乙",
        "甲\u2028乙",
        "\ufeff甲",
        "\U00020000",
        "\ufffe",
        "…",
    ),
    *("../files/a.pdf", "https://a.cn/b", "<!-- 甲 -->", "&nbsp;", "a" * 2000, "\x07", "\x7f"),
)
SIGNS = "\n\n  \t:#-[],'\"\\{}|>&*!%@`?~.甲乙a0\u3000\xa0\x85\u2028\ufeff：，\r\U0001f600"


def _line(random: Random) -> str:
    indent = random.choice(("", "", "", "", " ", "  ", "  ", "    ", "\t", "\u3000"))
    dash = random.choice(("", "", "", "- ", "- ", "-", "-  ", "- - "))
    key = random.choice(KEYS) + random.choice((": ", ": ", ": ", ":", ":  ", " : ", "： "))
    value = random.choice(VALUES) + random.choice(("", "", "", " ", "  ", "\t", " # 注", '"'))
    return indent + dash + random.choice((key, key, key, "")) + value


def _generated(random: Random) -> str:
    """Return lines of which most are right, so that many texts are right as a whole."""
    lines = [f"k{number}: {random.choice(VALUES[:30])}" for number in range(random.randint(0, 4))]
    for _ in range(random.randint(1, 3)):
        lines.insert(random.randint(0, len(lines)), _line(random))
    if random.random() < 0.2:
        lines.insert(random.randint(0, len(lines)), random.choice(("# 注", "#", " # 注", "#\x85")))
    if random.random() < 0.4:
        at, indent = random.randint(0, len(lines)), random.choice(("", "  "))
        items = [f"{indent}- {random.choice(VALUES[:14])}" for _ in range(random.randint(1, 3))]
        pairs = [f"{indent}- b: 甲", f"{indent}  c: {random.choice(VALUES)}", f"{indent}- b: 乙"]
        comment = random.choice(([], [], ["# 注"], [""]))
        lines[at:at] = ["名单:", *comment, *random.choice((items, pairs))]
    return random.choice(("\n", "\n", "\n", "\n\n")).join(lines)


def _spoilt(random: Random) -> str:
    data = text(random.choice(REAL), random.choice(REAL), random)
    return split_front_matter(decode_text(data, FILE)[0])[0]


def _mutated(random: Random) -> str:
    """Return the front matter of a real file with a few characters put in, over or out."""
    yaml = split_front_matter(decode_text(random.choice(REAL), FILE)[0])[0]
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randint(0, len(yaml))
        sign = random.choice((random.choice(SIGNS), random.choice(SIGNS), random.choice(WORDS), ""))
        yaml = yaml[:at] + sign + yaml[at + random.choice((0, 1)) :]
    return yaml


def test_a_flat_mapping_is_what_libyaml_reads(tally: Tally, budget: int) -> None:
    while tally.inputs < (budget or 1_500):
        random = generator(tally.seed, tally.inputs)
        yaml = random.choice((_generated, _generated, _mutated, _spoilt))(random)
        tally.count({"a": yaml.encode()})
        root = read_flat_mapping(yaml, FILE, 2)
        if root is not None:
            tally.survived += 1
            # The text of it holds the order of keys too.
            assert repr((root, ())) == repr(read_events(yaml, FILE, 2)), repr(yaml)
    assert tally.survived > tally.inputs // 10
    tally.assert_no_failures()


def test_what_offices_write_is_read_so() -> None:
    """Real files are of the common shape, for the most part, and read the same in both ways."""
    files = {split_front_matter(decode_text(data, FILE)[0])[0]: data for data in REAL}
    flat = [data for data in files.values() if _reads_the_same(data)]
    assert len(flat) > 0.8 * len(files)


def test_documents_are_the_same_in_both_ways(tally: Tally, budget: int) -> None:
    while tally.inputs < (budget // 10 or 100):
        random = generator(tally.seed, tally.inputs)
        data = text(random.choice(REAL), random.choice(REAL), random)
        tally.count({"a": data})
        tally.survived += _reads_the_same(data)
    tally.assert_no_failures()


def _reads_the_same(data: bytes) -> bool:
    """Compare what is read of a file, line by line and by libyaml; False: it is libyaml's alone."""
    whole, _ = decode_text(data, FILE)
    yaml, _, line = split_front_matter(whole)
    if not line or read_flat_mapping(yaml, FILE, 2) is None:
        return False
    # A tab behind the last line means nothing to libyaml, and is not of the common shape.
    end = whole.index(yaml, whole.index("\n")) + len(yaml.rstrip("\n"))
    other = f"{whole[:end]}\t{whole[end:]}"
    assert read_flat_mapping(split_front_matter(other)[0], FILE, 2) is None
    for read in (read_document, read_standalone_page):
        assert _result(read, whole) == _result(read, other), yaml
    return True


def _result(read: Callable[[Source, bytes, ReadContext], ReadResult], whole: str) -> str:
    result = read(SOURCE, whole.encode(), CONTEXT)
    return repr((result.document, result.diagnostics, result.text))
