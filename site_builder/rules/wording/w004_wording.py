"""错误的和过时的用语。

查什么：
    写错的国名、机关名、地名、政治表述和法规名称，常见别字，机构改革以前的机构名称，已经废止的法律。
    词表随程序附带（standards/data/wording.yaml），每一组都写明理由；单位自己的词写在 config.yaml
    的“用语”里。机构旧称在改革以前的文件里、在“原”字后面、在书名号里不查。“更正”一项，和正文里
    更正时引用的错处（“……”更正为），不查。
依据：
    《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）；各条的理由印在提示里。
错误示例：
    人民攻府；请向工商行政管理局申请；截止目前。
怎么改：
    改成提示里的写法。写的是历史情况的，在名称前加“原”。词表没有收的，在 config.yaml 里写
    “用语: [{错: …, 对: …, 理由: …, 严重: 否}]”。
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.model.standards import BannedTerm, TermList
from site_builder.rules.text.prose import HAN, Occurrence, ProseText, extract_prose, to_diagnostics

_BASIS = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》"
_TITLE_REACH = 100
"""Characters before a name in which an opening 《 or 原 is searched for."""
_FORMERLY = lazy_pattern(rf"(?:原(?![因则来料])|前身[为是]?|曾[为是任]|时任|撤销)[{HAN}]{{0,8}}$")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pattern: re.Pattern[str]
    terms: Mapping[str, BannedTerm]


@lru_cache(maxsize=4)
def _lexicon(term_list: TermList, office_terms: tuple[BannedTerm, ...]) -> _Lexicon:
    """Build one pattern of all words, longest first; the office's words go before built-in ones."""
    terms = {term.term: term for term in (*term_list.terms, *office_terms)}
    heads: dict[str, list[str]] = {}
    for word in sorted({*terms, *term_list.exceptions}, key=lambda word: (-len(word), word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(head)}(?:{'|'.join(rest)})" for head, rest in heads.items())
    first = "".join(re.escape(head) for head in heads)
    return _Lexicon(re.compile(f"(?=[{first}])(?:{'|'.join(branches)})"), terms)


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    lexicon = _lexicon(context.standards.banned_terms, context.settings.banned_terms)
    occurrences = _find_occurrences(prose, lexicon, _year(text))
    yield from to_diagnostics("w004", _BASIS, occurrences, prose)


def _find_occurrences(prose: ProseText, lexicon: _Lexicon, year: int) -> Iterator[Occurrence]:
    for match in lexicon.pattern.finditer(prose.text):
        term = lexicon.terms.get(match[0])
        if term is None or (
            term.valid_until and _is_former_name_allowed(prose, match.start(), term, year)
        ):
            continue
        severity = Severity.ERROR if term.is_error else Severity.WARNING
        excerpt = prose.excerpt(match.start(), match.end())
        excerpt = re.sub("[“”]", "", excerpt)
        quoted = f"：“{excerpt}”" if excerpt != term.term else ""
        if term.valid_until:
            message = f"“{term.term}”可能是旧称{quoted}。{term.reason}"
            hint = f"请核对：现在的名称是“{term.replacement}”；写历史情况的，在前面加“原”。"
            if term.term.startswith("《"):
                hint = f"请核对：现在应当引用{term.replacement}；写历史情况的，可以接受这一项。"
        else:
            message = f"不用“{term.term}”{quoted}。{term.reason}"
            hint = f"请改为“{term.replacement}”。" if term.replacement else "请改写。"
        yield Occurrence(
            match.start(),
            "wording",
            term.term,
            message,
            hint,
            term.term,
            term.replacement,
            severity,
            _fix(term),
        )


def _fix(term: BannedTerm) -> tuple[str, str] | None:
    """Return what to write instead; of a former name, a person has to say what is meant."""
    is_certain = term.replacement and not term.valid_until
    return (term.term, term.replacement) if is_certain else None


def _year(text: TextFile) -> int:
    """Return the year the text is from; 0 for texts that speak of today."""
    day = text.dates.get("created") or text.dates.get("published")
    return day.year if day else text.source.year


def _is_former_name_allowed(prose: ProseText, at: int, term: BannedTerm, year: int) -> bool:
    """Return whether a former name is in its place: in an old text, after 原, or in a title."""
    if 0 < year <= term.valid_until:
        return True
    line = prose.text[max(prose.starts[prose.index(at)], at - _TITLE_REACH) : at]
    within = line.rfind("《") > line.rfind("》")
    return within or _FORMERLY.search(line[-12:]) is not None
