"""Year, publishing body, title and day of a report, from its title lines and those around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from site_builder.core.text.fullwidth import CHINESE_DIGITS, to_halfwidth
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Original, TextBlock

_YEAR = lazy_pattern(r"(?<![0-9])(20[0-9]{2})(?:年度|年)?")
_TITLE = lazy_pattern(
    r"政府?信息公开(?:工作)?(?:的)?年度(?:工作)?报告|信息公开(?:工作)?年度?报告|信息公开年报"
)
_SUFFIX = lazy_pattern(r"\s*[-_|–—].*$")
_PERIOD = lazy_pattern(r"(20[0-9]{2})年1月1日[^。]{0,20}12月31日")
_DAY = lazy_pattern(r"(20[0-9]{2})\s*[-年./]\s*([0-9]{1,2})\s*[-月./]\s*([0-9]{1,2})\s*日?")
_DAY_LABEL = lazy_pattern(
    r"(?:发布|发文|成文|公开|更新|生成)?(?:日期|时间)\s*[:：]\s*(20[0-9]{2}[-年./ 0-9月日]+)"
)
_MAX_TITLE = 80
_TITLE_LINES = 3
_FIRST_BLOCKS = 12
_LAST_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a report says of itself."""

    year: int | None
    year_reason: str
    """In Chinese; empty without a year."""
    body: str
    title: str
    published: str
    """`2025-01-17` or empty."""


def title_facts(original: Original) -> TitleFacts:
    """Read year, body, title and day of publication."""
    blocks = [block for block in original.blocks if isinstance(block, TextBlock)]
    title = _title(original, blocks)
    year, reason = _year(title, blocks, original.file)
    return TitleFacts(
        year, reason, _body(title) or original.body, title, _published(original, blocks)
    )


def is_title(text: str) -> bool:
    """Return whether a line is, or ends, the title of a report; the name of its form is none."""
    flat = "".join(text.split())
    is_short = len(flat) <= _MAX_TITLE
    return bool(_TITLE.search(flat)) and is_short and not re.search("[。；;《]|报告格式", flat)


def year_of(text: str) -> int | None:
    """Return the one year that a title names; None for none or several."""
    years = {int(year) for year in _YEAR.findall(level_digits(text))}
    return years.pop() if len(years) == 1 else None


def level_digits(text: str) -> str:
    """Return a text with usual digits for full-width and Chinese ones, without white space."""
    flat = "".join(to_halfwidth(text).split())
    return re.sub(
        "[二][〇○零一二三四五六七八九]{3}(?=年)",
        lambda match: match[0].translate(CHINESE_DIGITS),
        flat,
    )


def _title(original: Original, blocks: list[TextBlock]) -> str:
    """Return the title: the first line that is one, with the lines that it was broken into."""
    for place, block in enumerate(blocks[:_FIRST_BLOCKS]):
        lines = list(_title_lines(blocks, place))
        if is_title(block.text) and lines:
            return "".join("".join(line.split()) for line in lines)
    from_data = "".join(_SUFFIX.sub("", original.title).split())
    if is_title(from_data):
        return from_data
    return ""


def _title_lines(blocks: list[TextBlock], last: int) -> Iterator[str]:
    """Yield the lines of a title that ends with one, from the first."""
    first = last
    while (
        first and last - first < _TITLE_LINES - 1 and year_of(_between(blocks, first, last)) is None
    ):
        above = blocks[first - 1].text
        if len(above) > _MAX_TITLE // 2 or re.search("[。：:，]", above):
            break
        first -= 1
    if not _body(_between(blocks, first, last)) and first:
        above = blocks[first - 1].text
        if len(above) <= _MAX_TITLE // 2 and not re.search("[。：:，0-9]", above):
            first -= 1
    yield from (block.text for block in blocks[first : last + 1])


def _between(blocks: list[TextBlock], first: int, last: int) -> str:
    return "".join(block.text for block in blocks[first : last + 1])


def _year(title: str, blocks: list[TextBlock], file: str) -> tuple[int | None, str]:
    year = year_of(title)
    if year:
        return year, f"标题“{title}”"
    for block in blocks:
        match = _PERIOD.search(level_digits(block.text))
        if match:
            return int(match[1]), "正文写明的统计期限"
    years = [int(digits) for digits in _YEAR.findall(level_digits(title))]
    if years:
        return years[0], f"标题“{title}”里的第一个年份"
    name = file.replace("\\", "/").rpartition("/")[2]
    year = year_of(name)
    return (year, "文件名") if year else (None, "")


def _body(title: str) -> str:
    """Return what a title holds besides the year and the report's own words."""
    flat = level_digits(title)
    match = _TITLE.search(flat)
    words = flat[: match.start()] if match else flat
    words = _YEAR.sub("", words)
    return re.sub("^[关于的]+|[的关于]+$|^[-—《]+", "", words)


def _published(original: Original, blocks: list[TextBlock]) -> str:
    if original.published:
        return original.published
    for block in blocks[:_FIRST_BLOCKS]:
        match = _DAY_LABEL.search(to_halfwidth(block.text))
        if match:
            day = _day(match[1])
            if day:
                return day
    for block in (*blocks[:_FIRST_BLOCKS], *blocks[-_LAST_BLOCKS:]):
        for line in block.text.splitlines():
            alone = "".join(to_halfwidth(line).split()).strip("()")
            day = _day(alone) if _DAY.fullmatch(alone) else ""
            if day:
                return day
    return ""


def _day(text: str) -> str:
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else ""
    except ValueError:
        return ""
