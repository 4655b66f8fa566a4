"""Passages in another language, a document's own, and what runs from right to left by itself."""

import io
import zipfile

import pytest

from tests.helpers import ProjectFactory
from tests.properties.small_site import CONFIG, as_text, small_site
from tests.unit.content.prose_helpers import diagnostics, read

UYGHUR = "ئاپتونوم ناھىيە"


@pytest.mark.parametrize("name", ["维吾尔文", "维语", "维 吾 尔 语"])
def test_a_passage_names_its_language(name: str) -> None:
    prose, text = read(f"甲\n\n::: {name}\n\n{UYGHUR}\n\n- {UYGHUR}\n\n:::\n\n乙")
    assert not text.diagnostics
    inside = str(prose.html).partition('<div lang="ug" dir="rtl">')[2].partition("</div>")
    assert inside[0].count(UYGHUR) == 2
    assert inside[2] == "\n<p>乙</p>\n"


def test_a_blank_line_is_not_needed() -> None:
    prose, text = read("::: 藏文\nབོད་ཡིག\n:::")
    assert not text.diagnostics
    assert str(prose.html) == '<div lang="bo" dir="ltr">\n<p>བོད་ཡིག</p>\n</div>\n'


@pytest.mark.parametrize(
    ("text", "rule", "line", "words"),
    [
        ("::: 火星文\n\na\n\n:::", "prose/language", 10, "不认识的语种“火星文”"),
        ("甲\n\n::: 藏文\n\na", "prose/language", 12, "“::: 藏文”没有结尾"),
        ("：：： 藏文\n\na\n\n：：：", "prose/language", 10, "会照原样印出来"),
        ("甲\n\n:::", "prose/language", 12, "会照原样印出来"),
    ],
)
def test_what_is_no_passage_is_told(text: str, rule: str, line: int, words: str) -> None:
    first = diagnostics(text)[0]
    assert first[:2] == (rule, line)
    assert words in first[2]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (UYGHUR, "<p dir="),
        (f"（2021）{UYGHUR}公告", "<p dir="),
        (f"## {UYGHUR}", "<h2 dir="),
        (f"- {UYGHUR}", "<li dir="),
        (f"| {UYGHUR} | 乙 |\n| --- | --- |\n| 丙 | {UYGHUR} |", "<td dir="),
    ],
)
def test_what_begins_from_right_to_left_runs_so(text: str, mark: str) -> None:
    assert mark in str(read(text)[0].html)


def test_a_word_within_chinese_turns_nothing() -> None:
    assert "dir=" not in str(read(f"示范县（{UYGHUR}）公告")[0].html)


def test_a_documents_own_language_reaches_page_word_and_article(
    make_project: ProjectFactory,
) -> None:
    site = make_project(as_text(small_site(1) | {"config.yaml": CONFIG}))
    path = "content/2021/report.md"
    body = site.read(path).replace("现将情况报告如下。", f"{UYGHUR}\n\n::: 藏文\n\nབོད་ཡིག\n\n:::\n")
    site.edit(path, body.replace("---\n", "---\n语种: 维文\n", 1))
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    page = outcome.files["2021/report.html"].decode()
    assert f'<div lang="ug" dir="rtl">\n<p dir="auto">{UYGHUR}</p>' in page
    with zipfile.ZipFile(io.BytesIO(outcome.files["2021/report.docx"])) as archive:
        word = archive.read("word/document.xml").decode()
    run_properties = '<w:rPr><w:rtl/><w:lang w:val="ug" w:bidi="ug"/></w:rPr>'
    assert (
        f'<w:pPr><w:bidi/></w:pPr><w:r>{run_properties}<w:t xml:space="preserve">{UYGHUR}' in word
    )
    assert '<w:lang w:val="bo" w:bidi="bo"/>' in word
    article = site.path / "wechat"
    assert site.build(wechat=True, output=article).exit_code == 0
    text = (article / "2021-report.html").read_text(encoding="utf-8")
    assert '<section lang="ug" dir="rtl">' in text
