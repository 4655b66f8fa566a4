"""Texts without front matter: filled in as any other, no line of what was written is touched."""

from datetime import datetime
from pathlib import Path

import pytest

from site_builder.content.text_parts import with_front_matter
from site_builder.core.errors import UsageError
from site_builder.usecases.edit_text import TextChanges, save_fields
from site_builder.usecases.merge_edits import editable_fields
from site_builder.usecases.save_source import read_source
from tests.helpers.standards import STANDARDS

PATH = "content/2024/documents/plain.md"
NOW = datetime(2026, 1, 12, 10, 32, 5)  # noqa: DTZ001 - the clock on the wall
TITLE = "关于“甲”：《乙》的通知"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", "---\n名称: 关于“甲”：《乙》的通知\n---\n"),
        ("# 通知\n正文。".encode(), "---\n名称: 关于“甲”：《乙》的通知\n---\n# 通知\n正文。"),
        (
            "\ufeff正文。\r\n第二行。\r\n".encode(),
            "\ufeff---\r\n名称: 关于“甲”：《乙》的通知\r\n---\r\n正文。\r\n第二行。\r\n",
        ),
    ],
)
def test_what_is_filled_in_stands_above_the_text(tmp_path: Path, before: bytes, after: str) -> None:
    (tmp_path / PATH).parent.mkdir(parents=True)
    if before:
        (tmp_path / PATH).write_bytes(before)
    base = read_source(tmp_path, PATH)
    changes = TextChanges({"title": TITLE}, None)
    saved = save_fields(tmp_path, base, changes, STANDARDS, NOW)
    assert saved.data.decode() == after
    values, body = editable_fields(saved, STANDARDS)
    assert (values["title"], body) == (TITLE, before.decode().lstrip("\ufeff").replace("\r", ""))


@pytest.mark.parametrize(
    "text",
    [
        "---\n名称: 甲\n正文。\n",
        "名称: 甲\n---\n正文。\n",
        "——\n名称: 甲\n——\n",
        "名称:\n\n正文。\n",
    ],
)
def test_what_was_meant_as_front_matter_is_corrected_by_hand(text: str) -> None:
    assert with_front_matter(text) == text


def test_a_text_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不在了"):
        editable_fields(read_source(tmp_path, PATH), STANDARDS)
