"""Labels as a reader compares them, and the word that was meant."""

import pytest

from site_builder.core.text.suggest import (
    HIGH_CONFIDENCE,
    closest_match,
    did_you_mean,
    normalize_label,
    strip_numbering,
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（三）不予公开", "(三)不予公开"),
        (" 本年 新收\u3000", "本年新收"),
        ("危及“三安全一稳定”", '危及"三安全一稳定"'),
        ("危及「三安全一稳定」", "危及三安全一稳定"),
        ("２０２１", "2021"),
        ("增／减", "增/减"),
        ("名\u200b称\ufeff", "名称"),
    ],
)
def test_width_quotes_and_spaces_do_not_matter(first: str, second: str) -> None:
    assert normalize_label(first) == normalize_label(second)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("（三）不予公开", "不予公开"),
        ("(十二)不予公开", "不予公开"),
        ("三、本年度办理结果", "本年度办理结果"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("1．属于国家秘密", "属于国家秘密"),
        ("10、属于国家秘密", "属于国家秘密"),
        ("（一）（二）甲", "(二)甲"),
        ("一年", "一年"),
        ("2021年", "2021年"),
        ("甲（一）", "甲(一)"),
    ],
)
def test_numbering_is_taken_off_once(label: str, expected: str) -> None:
    assert strip_numbering(label) == expected


def test_different_words_stay_different() -> None:
    assert normalize_label("予以公开") != normalize_label("不予公开")
    assert strip_numbering("1.其他") == strip_numbering("3.其他") != strip_numbering("其他处理")


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("部份公开", ("予以公开", "部分公开", "不予公开"), "部分公开"),
        ("生成日其", ("发布日期", "生成日期"), "生成日期"),
        ("名字", ("域名", "名称", "机关"), "名称"),
        ("（二）部分公幵", ("予以公开", "部分公开"), "部分公开"),
        ("reprot", ("index", "report", "figures"), "report"),
        ("完全不同", ("域名", "名称"), ""),
        ("无效", ("有效", "废止"), ""),
        ("未废止", ("有效", "废止"), ""),
        ("不予公幵", ("予以公开", "不予公开"), "不予公开"),
        ("存在的不足及改进情况", ("存在的主要问题及改进情况",), "存在的主要问题及改进情况"),
        ("甲", (), ""),
        ("甲", [f"甲{n}" for n in range(3_000)], ""),
    ],
)
def test_the_nearest_word(word: str, words: tuple[str, ...], expected: str) -> None:
    assert closest_match(word, words) == expected


def test_the_cure_names_the_word_or_all_of_them() -> None:
    assert did_you_mean("部份公开", ("予以公开", "部分公开")) == "是不是“部分公开”？"
    assert did_you_mean("XML", iter(("csv", "docx"))) == "可以写的有：csv、docx。"
    assert did_you_mean("甲", ("民族、宗教", "国防")) == "可以写的有：民族、宗教，国防。"
    assert did_you_mean("公开", ("主动公开", "不予公开"), HIGH_CONFIDENCE).startswith("可以写的有")
