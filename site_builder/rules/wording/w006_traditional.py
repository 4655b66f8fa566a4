"""繁体字、异体字。

查什么：
    简体文字里夹杂的常见繁体字和异体字；既是规范字又是繁体字的（乾、著、後、於、徵……）不查。“更正”
    一项，和正文里更正时引用的错处（“……”更正为），不查。
依据：
    《国家通用语言文字法》第九条：国家机关以普通话和规范汉字为公务用语用字。
错误示例：
    园區管委会。
怎么改：
    改为提示里的规范字。姓名、题字、引文确需保留的，在“接受”里写明理由。
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.model.standards import Characters
from site_builder.rules.text.prose import (
    Occurrence,
    extract_prose,
    other_occurrences,
    to_diagnostics,
)

_BASIS = "《国家通用语言文字法》第九条（国家机关使用规范汉字）"
_MIN_CHARACTERS = 12
"""Different characters from which on the text as a whole is taken to be in traditional script."""


@lru_cache(maxsize=1)
def _pattern(characters: Characters) -> re.Pattern[str]:
    return re.compile(f"[{''.join(characters.traditional)}]")


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    simple = context.standards.characters.traditional
    matches = list(_pattern(context.standards.characters).finditer(prose.text))
    different = dict.fromkeys(match[0] for match in matches)
    if len(different) >= _MIN_CHARACTERS:
        locations = [prose.location_at(match.start()) for match in matches]
        some = "".join(list(different)[:_MIN_CHARACTERS])
        message = f"有 {len(different)} 个不同的繁体字：“{some}”等"
        hint = "整篇是繁体的，请转换成简体，再逐字核对。"
        yield Diagnostic(
            "w006/text",
            Severity.WARNING,
            locations[0],
            message + other_occurrences(locations),
            hint,
            basis=_BASIS,
        )
        return
    occurrences = (
        Occurrence(
            match.start(),
            "character",
            match[0],
            f"繁体字或异体字“{match[0]}”：“{prose.excerpt(match.start(), match.end())}”",
            f"请改为“{simple[match[0]]}”。",
            match[0],
            simple[match[0]],
            fix=(match[0], simple[match[0]]),
        )
        for match in matches
    )
    yield from to_diagnostics("w006", _BASIS, occurrences, prose)
