"""Bytes of an author's file: UTF-8 read, everything else reported with a hint."""

import pytest

from site_builder.core.yaml.nodes import decode_text
from site_builder.model.diagnostic import Diagnostic

FILE = "content/a.yaml"


def at(finding: Diagnostic) -> tuple[str, int, int]:
    return finding.code, finding.location.line, finding.location.column


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark(end: str) -> None:
    assert decode_text(b"\xef\xbb\xbf" + f"甲{end}乙{end}".encode(), FILE) == ("甲\n乙\n", ())


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        ("标题: 甲\n名称: 园区".encode("gb18030"), 1, 1, "GBK"),
        ("title: a\nname: 名称".encode("gb18030"), 2, 7, "GBK"),
        ("标题: 甲\n".encode() + "名称".encode("gb18030"), 2, 1, "UTF-8"),
        ("标题: 甲".encode() + b"\xff\xff", 1, 6, "UTF-8"),
        ("\ufeffname: a".encode() + b"\xff\xff", 1, 8, "UTF-8"),
        ("标题: 甲".encode("utf-16"), 1, 1, "UTF-16"),
        (b"\xfe\xff" + "标题".encode("utf-16-be"), 1, 1, "UTF-16"),
    ],
)
def test_other_encodings(data: bytes, line: int, column: int, words: str) -> None:
    text, (finding,) = decode_text(data, FILE)
    assert text == ""
    assert at(finding) == ("file/encoding", line, column)
    assert words in finding.message
    assert "另存为" in finding.hint


def test_binary() -> None:
    text, (finding,) = decode_text(b"ab\n\x00\x01", FILE)
    assert (text, at(finding)) == ("", ("file/binary", 2, 0))


def test_a_renamed_word_file_is_called_so() -> None:
    text, (finding,) = decode_text(b"PK\x03\x04\n\x00\x01", FILE)
    assert (text, at(finding)) == ("", ("file/binary", 0, 0))
    assert "改了名的 Word" in finding.message


def test_utf_16_without_a_mark_is_binary() -> None:
    _, (finding,) = decode_text("title".encode("utf-16-le"), FILE)
    assert finding.code == "file/binary"


@pytest.mark.parametrize(
    "unseen",
    [
        "\x01",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x7f",
        "\ufdd0",
        "\ufffe",
        "\U0001ffff",
        "\U0010fffe",
    ],
)
def test_what_nobody_sees_is_refused_at_its_place(unseen: str) -> None:
    text, (finding,) = decode_text(f"甲\r\n乙丙{unseen}丁{unseen}".encode(), FILE)
    assert (text, at(finding)) == ("", ("file/control", 2, 3))
    assert f"U+{ord(unseen):04X}" in finding.message
    assert "一共有 2 个" in finding.message
    assert "重新输入" in finding.hint


@pytest.mark.parametrize(
    "character", ["\t", "\u3000", "\xa0", "\x85", "\u2028", "\u200b", "\U00020000"]
)
def test_other_white_space_is_text(character: str) -> None:
    assert decode_text(f"甲{character}乙".encode(), FILE) == (f"甲{character}乙", ())
