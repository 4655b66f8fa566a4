"""A single document of an office: its title, number, day and body, from its head and its foot."""

from collections.abc import Iterator, Sequence
from datetime import date

from site_builder.core.text.fullwidth import CHINESE_DIGITS, to_halfwidth
from site_builder.importing.recognition.titles import BODY_END
from site_builder.model.imported import ImportedDocument
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Original, TextBlock

_GENRE_END = lazy_pattern(
    "(?:通知|公告|通告|通报|决定|决议|命令|令|意见|批复|函|复函|纪要|议案|请示|报告|公报|办法|规定|细则|方案|"
    "规则|规划|计划|规程|规范|标准|条例|章程|制度|预案|指南|须知|目录|清单|名单|名录|解读|说明|公示|答复|"
    "总结|要点|措施|预算|决算|简报|声明|启事|倡议书|承诺书|协议|合同|职责|简介|问答)"
    "(?:[（(][^（）()]{1,16}[）)])?$"
)
"""How titles of documents end."""
_NUMBER = lazy_pattern(
    r"[（(]?([\u4e00-\u9fff]{1,16}[〔\[（(【][0-9]{4}[〕\]）)】]第?[0-9]{1,5}号)[）)]?"
    r"(?:签发人[:：].{1,20})?"
)
_SENTENCE = lazy_pattern("[。；;！？!?]|[：:]$")
_DAY = lazy_pattern(r"[（(]?([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?[）)]?")
_CHINESE_DAY = lazy_pattern(
    "[（(]?([〇○零Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月"
    "([一二三四五六七八九十]{1,3})日[）)]?"
)
_OTHER_ZERO = str.maketrans("ＯO", "〇〇")
_SPREAD = lazy_pattern(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])")
_BROKEN_LINE = lazy_pattern(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])")
"""Beside a Chinese character no space stands for the end of a line."""
_SITE_NAME = lazy_pattern(r"\s*[-_|–—].*$")
_RED_HEAD = "文件"
_MAX_TITLE, _MAX_LINE = 120, 40
_TITLE_LINES = 3
_FIRST_BLOCKS, _LAST_BLOCKS = 12, 12


def recognize_document(original: Original) -> ImportedDocument:
    """Return what a document says of itself, and its text without the lines that said it.

    Nothing is guessed: what is not found is empty, and where the title comes from is said.
    """
    texts = [block for block in original.blocks if isinstance(block, TextBlock)]
    head = [*_head(texts)]
    lines = _title_lines(head)
    title, reason = _title(original, lines)
    removed = [*lines]
    number = issuer = ""
    for block in head if lines else ():
        flat = _flat(block.text)
        match = _NUMBER.fullmatch(flat)
        if match and not number:
            number = match[1]
            removed.append(block)
        elif _is_red_head(flat) and not issuer:
            issuer = flat.removesuffix(_RED_HEAD)
            removed.append(block)
    created, signed_by = _foot(texts)
    places = {id(block) for block in removed}
    return ImportedDocument(
        file=original.file,
        title=title,
        title_reason=reason,
        document_number=number,
        issuer=signed_by or issuer or original.body,
        created=created,
        published=original.published,
        blocks=tuple(block for block in original.blocks if id(block) not in places),
        removed=tuple(block.text for block in head if id(block) in places),
        omissions=original.omissions,
        diagnostics=original.diagnostics,
        scanned=original.scanned,
    )


def _head(texts: Sequence[TextBlock]) -> Iterator[TextBlock]:
    """Yield the lines above the first sentence."""
    for block in texts[:_FIRST_BLOCKS]:
        if _SENTENCE.search(_flat(block.text)) or block.kind in ("list-item", "quote"):
            return
        yield block


def _title_lines(head: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the lines of the title: the first that ends as titles do, with those it began in."""
    for last, block in enumerate(head):
        flat = _flat(block.text)
        if len(flat) > _MAX_TITLE or not _GENRE_END.search(flat) or _is_red_head(flat):
            continue
        first = last
        while last - first + 1 < _TITLE_LINES and first and _goes_on(head, first):
            first -= 1
        return [*head[first : last + 1]]
    return []


def _goes_on(head: Sequence[TextBlock], first: int) -> bool:
    """Return whether the line above belongs to the title that goes on here."""
    above, here = _flat(head[first - 1].text), _flat(head[first].text)
    if len(above) > _MAX_LINE or _NUMBER.fullmatch(above) or _is_red_head(above):
        return False
    if _GENRE_END.search(above):
        return False
    return "关于" in above or (here.startswith("关于") and bool(BODY_END.search(above)))


def _title(original: Original, lines: Sequence[TextBlock]) -> tuple[str, str]:
    if lines:
        title = "\n".join(" ".join(each.text.split()) for each in lines)
        return " ".join(_BROKEN_LINE.sub("", _SPREAD.sub("", title)).split()), "原件的标题"
    from_data = " ".join(_SITE_NAME.sub("", original.title).split())
    if from_data:
        return from_data, "原件的属性，正文里没有认出标题，请核对"
    name = original.file.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name, "文件名，原件里没有认出标题，请核对"


def _is_red_head(flat: str) -> bool:
    """Return whether a line is the red head of a body's documents: 某某市人民政府文件."""
    return flat.endswith(_RED_HEAD) and bool(BODY_END.search(flat.removesuffix(_RED_HEAD)))


def _foot(texts: Sequence[TextBlock]) -> tuple[str, str]:
    """Return the day that stands alone below the text, and the body above it; empty for none."""
    first = max(len(texts) - _LAST_BLOCKS, 0)
    for place in range(len(texts) - 1, first - 1, -1):
        day = _day(_flat(texts[place].text))
        if day and place:
            above = _flat(texts[place - 1].text)
            is_body = len(above) <= _MAX_LINE and bool(BODY_END.search(above))
            return day, above if is_body and not _SENTENCE.search(above) else ""
        if day:
            return day, ""
    return "", ""


def _day(flat: str) -> str:
    match = _DAY.fullmatch(flat)
    numbers = [int(each) for each in match.groups()] if match else _chinese_day(flat)
    try:
        return date(*numbers).isoformat() if numbers else ""
    except ValueError:
        return ""


def _chinese_day(flat: str) -> list[int]:
    """Return year, month and day of 二〇二一年三月五日; nothing for any other text."""
    match = _CHINESE_DAY.fullmatch(flat.translate(_OTHER_ZERO))
    if not match:
        return []
    return [int(match[1].translate(CHINESE_DIGITS)), *map(_chinese_number, match.groups()[1:])]


def _chinese_number(text: str) -> int:
    """Return a number up to 99 of Chinese numerals."""
    tens, ten, ones = text.rpartition("十")
    digits = [int(each.translate(CHINESE_DIGITS)) if each else 0 for each in (tens, ones)]
    return (digits[0] or 1) * 10 + digits[1] if ten else digits[1]


def _flat(text: str) -> str:
    return "".join(to_halfwidth(text).split())
