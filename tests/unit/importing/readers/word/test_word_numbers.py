"""Numbers that Word generates are words of the text, counted as Word counts them."""

import pytest

from site_builder.importing.readers.docx.list_number_formats import format_number
from site_builder.importing.readers.word import read
from site_builder.model.original import Original, TextBlock
from tests.helpers.word_files import paragraph, word_file


def texts(original: Original) -> list[str]:
    return [block.text for block in original.blocks if isinstance(block, TextBlock)]


LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
    ("decimal", "%1.%2.%5"),
)


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    built = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{name}"/>'
        f'<w:lvlText w:val="{text}"/>{"<w:isLgl/>" if number == 4 else ""}</w:lvl>'
        for number, (name, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{built}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def listed(text: str, level: int, list_id: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=numbers)


def test_numbers_that_word_generates_are_words() -> None:
    levels = zip("甲乙丙丁戊己庚辛壬癸", (0, 1, 2, 2, 3, 1, 2, 0, 1, 4), strict=True)
    body = "".join(listed(*place) for place in levels)
    original = read("甲.docx", word_file(body, {"numbering": numbering(*LEVELS)}))
    assert texts(original) == [
        "一、甲",
        "（一）乙",
        "1. 丙",
        "2. 丁",
        "① 戊",
        "（二）己",
        "1. 庚",
        "二、辛",
        "（一）壬",
        "2.1.1 癸",
    ]


def test_a_second_list_goes_on_or_begins_anew_as_it_says() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(listed("甲", 0, list_id) for list_id in (1, 2, 3, 3, 0))
    original = read("甲.docx", word_file(body, {"numbering": numbering(*LEVELS, more=more)}))
    assert texts(original) == ["一、甲", "二、甲", "五、甲", "六、甲", "甲"]


def test_bullets_are_list_items() -> None:
    xml = numbering(("bullet", "\uf0b7"))
    (block,) = read("甲.docx", word_file(listed("甲", 0), {"numbering": xml})).blocks
    assert isinstance(block, TextBlock)
    assert (block.kind, block.text, block.numbered) == ("list-item", "甲", False)


def test_a_style_based_on_a_numbered_heading_counts_with_it() -> None:
    bound = numbering(*LEVELS).replace('（%2）"/>', '（%2）"/><w:pStyle w:val="h"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
    )
    body = "".join(paragraph("甲", properties=f'<w:pStyle w:val="{key}"/>') for key in "hi")
    original = read("甲.docx", word_file(body, {"numbering": bound, "styles": styles}))
    assert texts(original) == ["（一）甲", "（二）甲"]


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedCircle", 99, "99"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 110, "一百一十"),
        ("chineseCounting", 1010, "一千零一十"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("unknown", 7, "7"),
        ("chineseCounting", 0, "0"),
    ],
)
def test_formats_of_numbers(name: str, number: int, expected: str) -> None:
    assert format_number(number, name) == expected
