"""Secrecy marks as documents bear them, distinguished from sentences about them."""

import re
from dataclasses import dataclass

from site_builder.model.lazy_pattern import lazy_pattern

GAP = r"[ \u3000\u00a0]{0,3}"
_GRADE = rf"(?P<grade>绝{GAP}密|机{GAP}密|秘{GAP}密)"
_TERM = r"(?:(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}) ?(?:年|个月)|长期)"
_STAR = "[★☆✭✮⭐＊]"
STARRED = lazy_pattern(
    rf"{_GRADE}{GAP}(?:{_STAR}|\\?\*(?= ?(?:[0-9０-９一二三四五六七八九十]|长期)))(?:{GAP}{_TERM})?"
)
"""An asterisk without a term only makes words bold."""
_LINE = lazy_pattern(
    rf"(?P<said>(?:密{GAP}级|(?:秘密|保密|涉密)(?:等级|级别)){GAP}[:：]?{GAP})?{_GRADE}"
    rf"(?P<term>{GAP}(?:{_STAR}|[·•・∙‧.]|\\?\*)?{GAP}[（(]?{_TERM}[)）]?|{GAP}{_STAR})?"
)
_URGENT = lazy_pattern(
    rf"^\d{{6}}{GAP}|^(?:特提|特急|加急|平急|急件){GAP}"
    r"|(?<=[密年月期★ \u3000])(?:特提|特急|加急|平急|急件)$"
)
"""What is printed next to the mark: the copy's number and how urgent it is."""
_BLANKS, _EDGES = " \t\u3000\u00a0*_>", ' \t\u3000\u00a0*_>#-+|（）()【】[]〔〕“”"《》。．；;，'
_LABEL = lazy_pattern(rf"密{GAP}级|(?:秘密|保密|涉密)(?:等级|级别)")

_OPENED = lazy_pattern(r"[“「『‘\"][^“「『‘”」』’\"]*$")
_CLOSED = lazy_pattern(r"[^“「『‘\"]*?[”」』’\"](?P<rest>[^。；！？]*)")
_LEFT = lazy_pattern(r"[“「『‘\"（(《【\s*]+$")
_SELF_REFERENCE = lazy_pattern(
    r"[本此](?:文件|件|文|通知|材料|资料)的?(?:密级|保密|秘密|标|定|确定|属|系|为|是)[^，。；：:]{0,8}$"
    r"|^\W*(?:该|文件|公文)?的?(?:密级|(?:秘密|保密|涉密)(?:等级|级别))(?:标志|标识)?[为是]?[:：]?$"
)
"""The document states its own grade."""
_INSTRUCTION = lazy_pattern(
    r"(?:标[注明示记]?|[注写填]明?|印|盖|写作|表示|表述)[为成是作入上有]?[:：]?$"
    r"|(?:[例比譬]?如|示例|样[例式]|写法|格式|形式)[:：]?$|[是为]$"
)
"""Words before a mark that instruct how to mark a document."""
_MEANING = lazy_pattern(r"[:：]?(?:是指|表示|[是即指]|意[味指]|的(?=[一-鿿]))")
_HAN = lazy_pattern("[一-鿿]")
_MIN_LEAD, _MIN_QUOTED_LEAD = 2, 4
_SENTENCE_REACH = 200
"""Characters before and after a mark that may be its sentence."""


@dataclass(frozen=True, slots=True)
class StandaloneMark:
    """A mark with nothing next to it."""

    start: int
    grade: str
    is_labelled: bool
    """With a term, a star or the word 密级: as it is printed on a document."""
    is_plain: bool
    """Not even a bracket or a list's mark stands with it."""


def find_standalone_mark(text: str, label: str) -> StandaloneMark | None:
    """Read a whole line, cell or value as a mark as it is printed on red-head paper."""
    core = text.strip(_EDGES)
    bare = text.strip(_BLANKS) == core
    core = _URGENT.sub("", _URGENT.sub("", core)).strip(_EDGES)
    match = _LINE.fullmatch(core)
    if not match:
        return None
    marked = bool(match["said"] or match["term"] or _LABEL.fullmatch(label))
    start = text.index(core) + match.start("grade")
    return StandaloneMark(start, normalize_grade(match["grade"]), marked, bare)


def normalize_grade(grade: str) -> str:
    """Write a grade without gaps."""
    return re.sub(GAP, "", grade)


def is_mention(text: str, match: re.Match[str]) -> bool:
    """Return whether this is a mark that a sentence speaks of from one that marks the document."""
    lead = text[max(0, match.start() - _SENTENCE_REACH) : match.start()]
    rest = text[match.end() : match.end() + _SENTENCE_REACH]
    sentence = re.split("[。；！？]", lead)[-1]
    core = _LEFT.sub("", sentence)
    if _SELF_REFERENCE.search(core):
        return False
    grades = {normalize_grade(mark["grade"]) for mark in STARRED.finditer(lead + match[0] + rest)}
    if len(grades) > 1 or (_HAN.search(core) and _INSTRUCTION.search(core)):
        return True
    words = len(_HAN.findall(core))
    quoted = _after_quotes(lead, rest)
    if quoted is not None:
        goes_on = re.search("[一-鿿]{2}", quoted)
        return bool(goes_on) and (
            words >= _MIN_QUOTED_LEAD or (not core and bool(_HAN.match(quoted)))
        )
    if not core:
        return bool(_MEANING.match(rest))
    follows = not lead[-1:].isspace() and re.match(r"[）)]?、?[一-鿿]", rest)
    return bool(follows) and words >= _MIN_LEAD


def _after_quotes(lead: str, rest: str) -> str | None:
    """Return the rest of the sentence after the quotation a mark stands in; None for none."""
    opened, closed = _OPENED.search(lead), _CLOSED.match(rest)
    if not opened or not closed:
        return None
    straight = opened[0].startswith('"') and lead[: opened.start()].count('"') % 2
    return None if straight else closed["rest"]
