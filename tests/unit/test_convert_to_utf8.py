"""Sources in another encoding become UTF-8 letter by letter, or stay what they are."""

from datetime import datetime
from pathlib import Path

import pytest

from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.core.hashing import digest
from site_builder.model.saved_version import SourceText
from site_builder.usecases.convert_to_utf8 import convert_to_utf8, decode_source
from site_builder.usecases.save_source import list_versions, read_version

TEXT = "---\r\n名称: 关于停水的通知\r\n---\r\n\r\n三号楼\t停水，联系人郭䶮。\n"
NOW = datetime(2026, 1, 31, 9, 30)  # noqa: DTZ001 - the clock of this machine
PATH = "content/2021/documents/a.md"


def source(data: bytes) -> SourceText:
    return SourceText(PATH, data, digest(data))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("gb18030"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_the_text_is_the_same_and_the_file_is_kept(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    converted = convert_to_utf8(tmp_path, source(data), NOW)
    assert file.read_bytes() == converted.data == TEXT.encode()
    (version,) = list_versions(tmp_path, PATH)
    assert read_version(tmp_path, PATH, version.id) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TEXT.encode("gb18030") + b"\x80\xff", "第 6 行起不全是 GBK"),
        (TEXT.encode()[:-9] + b"\xe7\xe7\n", "第 5 行起是 UTF-8 的文件"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "UTF-16"),
        ("甲\x07乙".encode("gb18030"), "有不是文字的内容"),
        (b"\xff\xfe\x00\xd8A\x00", "UTF-16"),
    ],
)
def test_what_would_lose_anything_stays(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    with pytest.raises(UsageError, match=words):
        convert_to_utf8(tmp_path, source(data), NOW)
    assert file.read_bytes() == data
    assert list_versions(tmp_path, PATH) == ()


def test_a_file_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes("乙".encode("gb18030"))
    with pytest.raises(SaveConflictError):
        convert_to_utf8(tmp_path, source("甲".encode("gb18030")), NOW)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不在了"):
        convert_to_utf8(tmp_path, SourceText(PATH, b"", ""), NOW)
    assert list(tmp_path.iterdir()) == []


def test_rare_characters_are_a_sign_of_another_encoding() -> None:
    text = "資訊公開條例規定事項"
    assert decode_source(source(TEXT.encode("gb18030"))).is_doubtful is False
    assert decode_source(source(text.encode("big5"))).is_doubtful
