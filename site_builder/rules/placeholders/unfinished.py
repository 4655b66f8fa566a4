"""Words that stand where something is still to be written.

A word that is a sentence's own subject ("显示“待补充”", "待补充的材料") is none of them.
"""

import re

from site_builder.model.lazy_pattern import lazy_pattern

_ANYWHERE = r"待补充(?![的材资完后”])|(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])"
_STANDALONE = r"待定|待填写?|待核实|待完善|待更新|暂缺|此处填写|请在?此处?填写"
_FILLED = r"(?<![A-Za-z0-9*])[xXｘＸ]{3,}(?![A-Za-z0-9*])"
_X = "[xXｘＸ×]"
_DATE = (
    rf"(?:20)?{_X}{{2,4}}年(?:(?:{_X}|\d){{1,2}}月(?:(?:{_X}|\d){{1,2}}日)?)?"
    rf"|(?<=年){_X}{{1,2}}月(?:(?:{_X}|\d){{1,2}}日)?|(?<=月){_X}{{1,2}}日"
)
_BEFORE = r"(?:(?<=^)|(?<=[|｜：:（(，。；、\s【\[]))"
_AFTER = r"(?=$|[|｜）)，。；、\s】\]])"
_PATTERN = lazy_pattern(
    rf"(?<![“‘「])(?:{_ANYWHERE})|{_BEFORE}(?:{_STANDALONE}){_AFTER}|{_DATE}|{_FILLED}",
    re.MULTILINE,
)

_PREFILTER = lazy_pattern(r"待|暂缺|填写|TODO|FIXME|TBD|[xXｘＸ×]")
"""Most lines hold none of these, and the pattern is slow to decide that."""


def find_unfinished(text: str) -> tuple[tuple[int, str], ...]:
    """Return where such words begin, and the words."""
    if not _PREFILTER.search(text):
        return ()
    return tuple((match.start(), match[0]) for match in _PATTERN.finditer(text))
