"""Running text of PDF files: paragraphs, headings, two columns, lists."""

from site_builder.importing.readers.pdf import read
from site_builder.model.original import TextBlock
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf


def _blocks(*pages: DrawnPage, info: str = "") -> list[TextBlock]:
    original = read("报告.pdf", draw_pdf(*pages, info=info))
    return [block for block in original.blocks if isinstance(block, TextBlock)]


def _lines(page: DrawnPage, left: float, top: float, texts: list[str], size: float = 10.5) -> None:
    for number, text in enumerate(texts):
        page.text(left, top + 20 * number, text, size)


def test_rows_become_paragraphs_by_indents_and_short_rows() -> None:
    page = DrawnPage()
    full = "本机关全年主动公开政府信息若干条并且每一条都及时答复" * 2
    _lines(page, 61, 100, [full[:36]])
    _lines(page, 40, 120, [full[:38], "结束。"])
    _lines(page, 61, 160, ["第二段的开头" + full[:30]])
    _lines(page, 40, 180, ["到这里。"])
    assert [block.text for block in _blocks(page)] == [
        full[:36] + full[:38] + "结束。",
        "第二段的开头" + full[:30] + "到这里。",
    ]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    first, second = DrawnPage(), DrawnPage()
    _lines(first, 61, 700, ["字" * 36])
    _lines(first, 40, 720, ["字" * 38])
    _lines(second, 40, 100, ["字" * 38, "完。"])
    assert [len(block.text) for block in _blocks(first, second)] == [36 + 38 + 38 + 2]


def test_headings_are_larger_bold_or_numbered() -> None:
    page = DrawnPage()
    page.text(187, 60, "测试市政府信息公开工作", 20)
    page.text(257, 90, "年度报告", 20)
    page.text(61, 140, "一、总体情况")
    page.text(61, 160, "（一）主动公开", bold=True)
    _lines(page, 61, 180, ["字" * 36])
    _lines(page, 40, 200, ["字" * 38, "完。"])
    assert [(block.kind, block.level, block.text) for block in _blocks(page)[:3]] == [
        ("heading", 1, "测试市政府信息公开工作年度报告"),
        ("heading", 2, "一、总体情况"),
        ("heading", 3, "（一）主动公开"),
    ]


def test_columns_of_text_are_read_one_after_the_other() -> None:
    page = DrawnPage()
    for number in range(6):
        page.text(40, 100 + 20 * number, "左" * 23)
        page.text(320, 100 + 20 * number, "右" * 23)
    assert [block.text for block in _blocks(page)] == ["左" * 138 + "右" * 138]


def test_bold_words_are_emphasized_and_signs_of_markdown_are_none() -> None:
    page = DrawnPage()
    page.text(40, 100, "主动公开。", bold=True)
    page.text(92.5, 100, "共 3 件**")
    (block,) = _blocks(page)
    assert block.text == "主动公开。共 3 件**"
    assert block.markdown == r"**主动公开。**共 3 件\*\*"


def test_a_title_of_the_file_is_taken_unless_a_program_wrote_it() -> None:
    title = "测试市年度报告".encode("utf-16-be").hex()
    page = DrawnPage()
    page.text(40, 100, "正文。")
    for info, expected in (
        (f"/Title <feff{title}>", "测试市年度报告"),
        ("/Title (Microsoft Word - 1.doc)", ""),
    ):
        assert read("报告.pdf", draw_pdf(page, info=info)).title == expected


def test_spaces_are_gaps_and_justified_text_has_none() -> None:
    page = DrawnPage()
    for number, letter in enumerate("均匀分布的字"):
        page.text(40 + 13.5 * number, 100, letter)
    page.text(40, 140, "电话")
    page.text(90, 140, "123")
    assert [block.text for block in _blocks(page)] == ["均匀分布的字", "电话 123"]
