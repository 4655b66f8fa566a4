"""Year, publishing body, title and day of a report, from its title lines and those around."""

import re
from dataclasses import dataclass
from datetime import date

from site_builder.core.text.fullwidth import CHINESE_DIGITS, to_halfwidth
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Original, TextBlock

_YEAR = lazy_pattern(r"(?<![0-9])(20[0-9]{2})(?:年度|年)?")
_TITLE = lazy_pattern(
    r"(?:政府信息公开|信息公开|政务公开)(?:工作)?的?(?:20[0-9]{2}年?)?"
    r"(?:年度(?:工作)?报告|年报告?|报告|工作报告)"
)
_NO_TITLE = lazy_pattern("[。；;《>»]|报告格式")
BODY_END = lazy_pattern(
    "[局委办厅府院会署区县市镇乡处室部队站馆所社行团省州旗盟校心]$|公司$|集团$|街道$|大学$|学院$"
)
"""How names of bodies end."""
_TITLE_PIECE = lazy_pattern("20[0-9]{2}年|信息公开")
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
    period_year: int | None = None
    """Of the period that the text says its figures are of."""


def title_facts(original: Original) -> TitleFacts:
    """Read year, body, title and day of publication."""
    blocks = [block for block in original.blocks if isinstance(block, TextBlock)]
    title = _title(original, blocks)
    year, reason = _year(title, blocks, original.file)
    return TitleFacts(
        year=year,
        year_reason=reason,
        body=_body(title) or original.body,
        title=title,
        published=_published(original, blocks),
        period_year=_period_year(blocks),
    )


def is_title(text: str) -> bool:
    """Return whether a line is, or ends, the title of a report; the name of its form is none."""
    flat = "".join(text.split())
    is_short = len(flat) <= _MAX_TITLE
    return is_short and bool(_TITLE.search(level_digits(flat))) and not _NO_TITLE.search(flat)


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
    """Return the title: the first line that is one, with the lines that it was broken into.

    One that names a year comes before those that name none, such as a column of the site.
    """
    titles = [
        "".join("".join(line.split()) for line in lines)
        for last in range(min(len(blocks), _FIRST_BLOCKS))
        if (lines := _title_lines(blocks, last))
    ]
    from_data = "".join(_SUFFIX.sub("", original.title).split())
    if is_title(from_data):
        titles.append(from_data)
    dated = [title for title in titles if year_of(title) is not None]
    return next(iter(dated or titles), "")


def _title_lines(blocks: list[TextBlock], last: int) -> list[str]:
    """Return the lines of a title that ends with one, from the first; none where no title ends."""
    first = last
    while not is_title(_between(blocks, first, last)):
        if last - first + 1 == _TITLE_LINES or not _may_be_above(blocks, first):
            return []
        first -= 1
    if year_of(_between(blocks, first + 1, last)) and is_title(_between(blocks, first + 1, last)):
        return []
    while last - first + 1 < _TITLE_LINES and _may_be_above(blocks, first):
        title = _between(blocks, first, last)
        above = blocks[first - 1].text
        if is_title(above) or (year_of(title) is not None and (_body(title) or "20" in above)):
            break
        first -= 1
    return [block.text for block in blocks[first : last + 1]]


def _may_be_above(blocks: list[TextBlock], first: int) -> bool:
    """Return whether the line above one is short enough and no sentence."""
    if not first:
        return False
    above = "".join(blocks[first - 1].text.split())
    is_line = len(above) <= _MAX_TITLE // 2 and not re.search("[。：:，>»]", above)
    return is_line and bool(BODY_END.search(above) or _TITLE_PIECE.search(level_digits(above)))


def _between(blocks: list[TextBlock], first: int, last: int) -> str:
    return "".join(block.text for block in blocks[first : last + 1])


def _year(title: str, blocks: list[TextBlock], file: str) -> tuple[int | None, str]:
    year = year_of(title)
    if year:
        return year, f"标题“{title}”"
    period_year = _period_year(blocks)
    if period_year:
        return period_year, "正文写明的统计期限"
    years = [int(digits) for digits in _YEAR.findall(level_digits(title))]
    if years:
        return years[0], f"标题“{title}”里的第一个年份"
    name = file.replace("\\", "/").rpartition("/")[2]
    year = year_of(name)
    return (year, "文件名") if year else (None, "")


def _period_year(blocks: list[TextBlock]) -> int | None:
    matches = (_PERIOD.search(level_digits(block.text)) for block in blocks)
    return next((int(match[1]) for match in matches if match), None)


def _body(title: str) -> str:
    """Return what a title holds besides the year and the report's own words."""
    flat = level_digits(title)
    match = _TITLE.search(flat)
    words = flat[: match.start()] if match else flat
    words = _YEAR.sub("", words)
    words = re.sub("(?:关于)?(?:印发|发布|公布|报送)?的?$|关于$", "", words)
    return re.sub("^[关于的]+|[的关于]+$|^[-—《]+|[(（]$", "", words)


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
