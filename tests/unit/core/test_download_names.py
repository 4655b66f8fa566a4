"""Names of saved files say whose and of which year they are, once, and every system takes them."""

import pytest

from site_builder.core.text.download_names import download_name

ORGANIZATION = "示范园区管理委员会"
LONGEST = 255
"""Bytes of a file's name, on Linux; Windows counts letters."""


@pytest.mark.parametrize(
    ("title", "year", "name"),
    [
        (
            "示范园区管理委员会2022年政府信息公开工作年度报告",
            2022,
            "示范园区管理委员会-2022年政府信息公开工作年度报告",
        ),
        ("关于印发收费目录的通知", 2021, "示范园区管理委员会-2021年-关于印发收费目录的通知"),
        ("政府信息公开目录", None, "示范园区管理委员会-政府信息公开目录"),
        ("示范园区管理委员会", None, "示范园区管理委员会"),
        ('2021/2022: "甲"\n的 办法', 2021, "示范园区管理委员会-2021／2022： ＂甲＂ 的 办法"),
        ("通知 2020. ", 2020, "示范园区管理委员会-通知 2020"),
    ],
)
def test_what_a_file_is_called(title: str, year: int | None, name: str) -> None:
    assert download_name(ORGANIZATION, title, year) == name


def test_without_an_office() -> None:
    assert download_name("", "政府信息公开目录", 2021) == "2021年-政府信息公开目录"
    assert download_name("", " . ") == "下载"


@pytest.mark.parametrize("letter", ["a", "字", "𠮷"])
def test_a_long_title_is_cut_between_letters(letter: str) -> None:
    name = download_name(ORGANIZATION, letter * 300, 2021)
    assert len(f"{name} (2).docx".encode()) <= LONGEST
    assert name.endswith(letter)
