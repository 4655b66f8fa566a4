"""Words of forms and templates left in a text, and blanks nobody filled in: r004 reports them.

s002 asks here too, so that only one rule reports a place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from site_builder.model.form import Form
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.placeholders.anchor_words import BRACKETED
from site_builder.rules.placeholders.form_blanks import BLANK, PREFILTER, UNFILLED, is_redaction

_OPEN, _CLOSE = r"[〔【\[（(<〈《]\s*", r"\s*[〕】\]）)>〉》]"
_ANYWHERE = lazy_pattern(
    rf"{_OPEN}待填写?{_CLOSE}|^\s*此处(?:填写|填入|插入|粘贴)(?!申请人|您|本人)"
)
_TO_FILL_ANYWHERE = r"(?<!^)此处(?:填写|填入|插入|粘贴)"
_MENTION = lazy_pattern(r"[一二两三]?(?:栏|字样|处(?!理)|项(?!目)|格|空|部分|标[记志注])")
"""After words in brackets: a sentence speaks of them."""
_TO_FILL_IN = lazy_pattern(
    r"[:：]?[^，。；]{0,8}?(?:正文|内容|文字|情况|表格?|图[片表]?|标题|名称|网址|链接|数[字量据]?|日期|单位|机关|说明)?"
    r"[\s。.…）)】〕\]”*]*$"
)
"""After 此处填写: nothing, or what the template wants there. A manual's sentence goes on."""
_DEVICE = lazy_pattern(r"[^，。；]{0,4}(?:证|卡|U盘|优盘|钥匙)")
_OPENED = lazy_pattern(r"[“「『‘][^“「『‘”」』’]*$")
_CLOSED = lazy_pattern(r"[^“「『‘”」』’]*[”」』’]")
_QUOTE_WINDOW = 200
"""Characters before and after in which the marks of a quotation are sought."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that should not have stayed in the text."""

    kind: Literal["form-text", "unfilled", "blank"]
    start: int
    end: int
    text: str
    quoted: bool
    """A sentence speaks of them: it quotes them, or goes on after them."""


def instructions_of(forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Return the instructions of all forms: those of another year's are left over all the same."""
    return tuple(dict.fromkeys(words for form in forms.values() for words in form.instructions))


@lru_cache(maxsize=8)
def _pattern_of_forms(instructions: tuple[str, ...]) -> re.Pattern[str]:
    words_in_brackets = map(re.escape, (*BRACKETED, *filter(None, map(_in_brackets, instructions))))
    plain = [re.escape(words) for words in instructions if not _in_brackets(words)]
    return re.compile(
        "|".join(
            (
                *(rf"{words}(?:[。，,.]?\s*表格如下[:：]?)?" for words in plain),
                _TO_FILL_ANYWHERE,
                rf"{_OPEN}(?:{'|'.join(words_in_brackets)}){_CLOSE}",
            )
        )
    )


_BRACKET = lazy_pattern(_OPEN)


def _in_brackets(instruction: str) -> str:
    """Return the words of an instruction in brackets; empty for another."""
    return instruction[1:-1] if _BRACKET.match(instruction) else ""


def instruction_words(forms: Mapping[str, Form]) -> Iterator[str]:
    """Yield the words by which the instructions of the forms are found."""
    for instruction in instructions_of(forms):
        yield _in_brackets(instruction) or instruction


def find_leftovers(text: str, *, report: bool, instructions: tuple[str, ...]) -> Iterator[Leftover]:
    """Yield what is left in a line; blanks and a form's instructions are sought in reports only."""
    for match in _ANYWHERE.finditer(text):
        yield _of_template(text, match)
    if not report:
        return
    for match in _pattern_of_forms(instructions).finditer(text):
        yield _of_template(text, match)
    if not PREFILTER.search(text):
        return
    for match in UNFILLED.finditer(text):
        if not is_redaction(text, match):
            words, quoted = match[0].strip(), is_quoted(text, match)
            yield Leftover("unfilled", match.start(), match.end(), words, quoted)
    for match in BLANK.finditer(text):
        is_redacted = is_redaction(text, match)
        if not is_redacted and not UNFILLED.match(text, match.start()):
            yield Leftover("blank", match.start(), match.end(), match[0], quoted=False)


def is_quoted(text: str, match: re.Match[str]) -> bool:
    """Return whether something stands between the marks of a quotation."""
    lead = text[max(0, match.start() - _QUOTE_WINDOW) : match.start()]
    return bool(
        _OPENED.search(lead) and _CLOSED.match(text, match.end(), match.end() + _QUOTE_WINDOW)
    )


def _of_template(text: str, match: re.Match[str]) -> Leftover:
    words = match[0].strip()
    quoted = is_quoted(text, match)
    if words.startswith("此处"):
        quoted = quoted or not _TO_FILL_IN.match(text, match.end())
        quoted = quoted or bool(_DEVICE.match(text, match.end()))
    elif _BRACKET.match(words):
        quoted = quoted or bool(_MENTION.match(text, match.end()))
    return Leftover("form-text", match.start(), match.end(), words, quoted)
