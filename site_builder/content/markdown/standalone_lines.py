"""Lines that stand for themselves: contacts, signature and date, 抄送.

A sentence broken in the middle is no such line: it joins with the next.
"""

from itertools import pairwise

from site_builder.model.lazy_pattern import lazy_pattern

_LABEL = lazy_pattern(
    r"[ \t\u3000]*[（(]?(?!https?:|ftp:|mailto:)(?:[一-鿿A-Za-z][一-鿿A-Za-z （）()/—-]{0,15})[：:]"
)
_NUMERAL = "[0-9０-９〇○零一二三四五六七八九十]"
_DATE = lazy_pattern(
    rf"\s*{_NUMERAL}{{4}}\s?年\s?{_NUMERAL}{{1,3}}\s?月\s?{_NUMERAL}{{1,3}}\s?日\s*"
)
_REMARK = lazy_pattern(
    r"[ \t\u3000]*[（(](?:此件|此页|联系人|联系电话|公章|盖章|印章|章)[^（）()]*[）)][ \t\u3000]*"
)
_SENTENCE_END = lazy_pattern(r"[。；！？：:）)”…][ \t]*$")
_SIGNATURE = lazy_pattern(
    r"[ \t\u3000]*[^，。；：！？、,;:!?\n]{2,30}(?:[（(][^（）()]*[）)])?[ \t\u3000]*"
)


_CONTACT = lazy_pattern(
    r"[ \t\u3000]*[（(]?(?:联系|电话|手机|传真|地址|网址|网站|邮编|邮政编码|电子邮[箱件]|邮箱"
    r"|时间|地点|抄送|主送|分送|附件|监督|举报|投诉|办公|受理|开户|账号|户名|印发|签发|承办|经办|单位|部门"
    r"|E-?mail|Tel|Fax)"
)


def standalone_lines(lines: list[str]) -> list[bool]:
    """Return for each end of a line whether the next line stands for itself."""
    signature_lines = _signature_lines(lines)
    flags: list[bool] = []
    for number, (line, following) in enumerate(pairwise(lines), 1):
        is_complete = (
            bool(_SENTENCE_END.search(line)) or _is_label(line) or number - 1 in signature_lines
        )
        if number in signature_lines:
            is_standalone = True
        elif _is_label(following):
            is_contact = bool(_SIGNATURE.fullmatch(line)) and bool(_CONTACT.match(following))
            is_standalone = is_complete or is_contact
        elif _REMARK.fullmatch(following):
            is_standalone = is_complete
        else:
            # Whom it is written to, or what announces a list.
            is_standalone = line.rstrip().endswith(("：", ":"))
        flags.append(is_standalone)
    return flags


def _signature_lines(lines: list[str]) -> set[int]:
    """Return which lines are a date that stands alone, and who signs above it."""
    line_numbers: set[int] = set()
    for number, line in enumerate(lines):
        # “自 / 2021年6月1日 / 起施行” is one sentence.
        last = number == len(lines) - 1
        if not _DATE.fullmatch(line) or not (last or _is_standalone(lines[number + 1])):
            continue
        start = number
        while (
            start
            and _SIGNATURE.fullmatch(lines[start - 1])
            and not _is_standalone(lines[start - 1])
        ):
            start -= 1
        is_separate = (
            not start
            or bool(_SENTENCE_END.search(lines[start - 1]))
            or _is_standalone(lines[start - 1])
        )
        line_numbers |= {*range(start, number + 1)} if is_separate else {number}
    return line_numbers


def _is_label(line: str) -> bool:
    """Return whether a line is 某某：…, with something behind the colon."""
    match = _LABEL.match(line)
    return bool(match and line[match.end() :].strip())


def _is_standalone(line: str) -> bool:
    return _is_label(line) or bool(_REMARK.fullmatch(line) or _DATE.fullmatch(line))
