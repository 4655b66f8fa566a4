"""家庭住址。

查什么：
    正文、数据和附件里有没有写到门牌的地址（某村某号、某路某弄某号某室、某小区 3-2-501）。“联系方式”
    里的办公地址、写明是办公或办事地点的不算；大道、屯和 3-2-501 一类的，前面写明是住址的才算。
依据：
    《政府信息公开条例》第十五条；《个人信息保护法》第四条。家庭住址一般只写到乡镇、街道。
错误示例：
    李四，住幸福村12号。
怎么改：
    个人的住址写到乡镇、街道为止；是单位地址的，可以接受并写明原因。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext
from site_builder.rules.personal_numbers.numbers import (
    CheckedContent,
    DiagnosticTemplate,
    Reporter,
)
from site_builder.rules.text.digit_normalization import normalize_digits

_DIGITS = r"(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,5})"
_ADDRESS = lazy_pattern(
    r"(?P<road>[\u4e00-\u9fff]{1,12}?(?:新村|小区|花园|家园|公寓|村|路|街道?|巷|弄|胡同|(?<!公)里|庄|苑"
    r"|(?P<vague>大道|屯|寨|庭|[名华]?府|[新名]?城)))"
    rf"(?P<door>(?: ?-?{_DIGITS} ?(?:弄|号楼?|幢|栋|座|单元|室|组|附)){{1,5}}"
    rf"(?:-?\d{{1,4}}室?(?![层楼])|{_DIGITS}[层楼])?"
    r"|(?P<cut> ?\d{1,3}(?:-\d{1,4}){1,3}(?![-\d年月个件次人家户元%])室?))"
)
_DOOR = lazy_pattern(
    r"[\d一二三四五六七八九十百〇零](?:\s?(?:[弄号幢栋座室组附]|单元)|(?<!\d\d\d\d)[-－‐-―][\d０-９])"
)
"""What every address has, sought first: most lines have none."""
_HOME = lazy_pattern(
    r"住(?!房(?:和|与|保障|公积金)|建|宿|院)|家庭|户籍|籍贯|居民(?!委员|服务|小组)"
)
_OFFICE = lazy_pattern(
    r"办公|办事|办理|受理|接收|窗口|大厅|中心|管委会|委员会|政府|机关|单位|公司|厂|企业|学校|医院"
    r"|站|局|所|店|注册地|经营|施工|工地|项目|路段|会场|考点|投递|邮寄|起|至"
)
_NOT_AN_ADDRESS = lazy_pattern(
    r" ?(?:线|井|桥|地块|宗地|路段|标段|工程|文件|文|令|公告|期|线路|公交|车)"
)
_CONTEXT_LENGTH = 16
_CLAUSE = lazy_pattern("[。；！;!]")
_HOME_ADDRESS = DiagnosticTemplate(
    "address",
    "写到门牌的地址 {}，可能是住址",
    "个人的住址只写到乡镇、街道；是单位地址的，可以接受并写明原因。",
)


def check(content: CheckedContent, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    office_address = normalize_digits(context.settings.contact.address).replace(" ", "")
    reporter = Reporter("p004")
    for span in content.spans:
        if span.kind in ("name", "figures") or span.is_page_address:
            continue
        if not _DOOR.search(span.text):
            continue
        text = normalize_digits(span.text)
        for match in _ADDRESS.finditer(text):
            before = _CLAUSE.split(
                text[max(0, match.start() - _CONTEXT_LENGTH) : match.end("road")]
            )[-1]
            if _is_home(before, span.label, text[match.end() :], match) and not (
                office_address and _tail(match) in office_address
            ):
                road = match["road"][-8:]
                masked = road + re.sub(_DIGITS, "*", match["door"]).replace(" ", "")
                start = match.end("road") - len(road)
                yield reporter.report(span, start, match[0], masked, _HOME_ADDRESS)


def _tail(match: re.Match[str]) -> str:
    """Return the end of the road with its door: enough to know the office's own."""
    return (match["road"][-3:] + match["door"]).replace(" ", "")


def _is_home(before: str, label: str, after: str, match: re.Match[str]) -> bool:
    home = _HOME.search(before)
    if match["vague"] or match["cut"]:
        # Offices have such addresses too: 户籍窗口：人民大道8号.
        between = before[home.end() :] if home else before
        return bool(home or _HOME.search(label)) and not _OFFICE.search(between)
    if home or _HOME.search(label):
        return True
    door = match["door"]
    flat = any(unit in door for unit in ("室", "单元", "幢", "栋"))
    if _NOT_AN_ADDRESS.match(after) or not (flat or "号" in door):
        return False
    return flat or not _OFFICE.search(before + after[:6])
