"""Labels as reports write them, levelled; numbers before them are no part of the words."""

import pytest

from site_builder.importing.recognition.labels import label_normalizer, same_words
from tests.helpers.standards import STANDARDS

normalize = label_normalizer(STANDARDS.characters)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("１、 属于国家秘密", "1.属于国家秘密"),
        ("⑴属于國家秘密", "1.属于国家秘密"),
        ("㈠予以公開", "（一）予以公开"),
        ("商 业\n企　业", "商业企业"),
        ('3.危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        ("其它", "其他"),
        ("规章（设区的市、自治州人民政府应提供相关数据）", "规章"),
        ("本年增／减", "本年增/减"),
        ("规章①", "规章"),
        ("第二十条 第(一)项", "第二十条第（一）项"),
    ],
)
def test_the_same_words(text: str, label: str) -> None:
    assert same_words(normalize(text), normalize(label))


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("一、本年新收", "item", 1),
        ("（十二）其他", "bracket", 12),
        ("2、重复申请", "digit", 2),
        ("①属于国家秘密", "digit", 1),
        ("2021年", "", 0),
        ("三", "", 0),
        ("15", "", 0),
    ],
)
def test_the_number_before_a_label(text: str, style: str, number: int) -> None:
    label = normalize(text)
    assert (label.style, label.number) == (style, number)


def test_different_words_stay_different() -> None:
    assert not same_words(normalize("本年新制作数量"), normalize("本年新公开数量"))
    assert not same_words(normalize(""), normalize(""))
