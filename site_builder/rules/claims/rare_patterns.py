"""More ways in which a narrative states a number: none at all, counts of people or times, sums.

Each is only asked about, but for requests of which the words leave no doubt that there were
none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.claims.context import OTHER_MATTER, OTHER_TIME, REFERENCE_PERIODS
from site_builder.rules.claims.numerals import NUMBER, parse_number

_STOP = r"(?=\s*(?:$|[，,、；：:（）()]|因此|所以|故))"
_NO = (
    r"(?P<no>(?:均|都|皆|也|又|并|全年|至今)*(?:尚未|从未|未曾|并未|没有"
    r"|未有|尚无|并无|毫无|没|未(?!经)|无|不存在))"
    r"(?:收到|接到|接收到?|接获|受理|办理|发生|产生|出现|存在|形成|引发"
    r"|引起|提出|提起|有|过|了|任何|[一半]?[件起宗例份]|相关|有关|关于|涉及|因|的)*"
)
_APPLICANTS = (
    r"(?:公民|法人|其[他它]组织|社会公众|公众|群众|单位|个人|组织|市民"
    r"|企业|当事人|申请人|社会各界|任何|或者?|和|及|与|以及|、"
    r"|提出|提交|递交|要求|向|[我本](?:局|委|办|镇|乡|区|市|县|机关|单位|街道|园区)|的)*"
)
_REQUEST = (
    r"(?:依申请公开(?:政府)?(?:信息)?(?:的)?(?:申请|请求|要求|事项|信息|件|业务|情况|办件)*"
    r"|(?:政府|政务)?信息(?:依申请)?公开(?:的)?(?:书面)?(?:申请|请求|要求)(?:事项|件|书|表|情况)*"
    r"|(?:申请|要求|请求)公开(?:的)?(?:政府|政务)?信息(?:的)?(?:申请|请求|要求|事项|情况|件)*"
    r"|公开(?:政府|政务)?信息(?:的)?(?:申请|请求|要求)(?:事项|件)*)"
)
_ZERO = (
    r"(?:均|都|皆|全部|共|合计|总计|数量|件数|总数|量|数|为|是"
    r"|计|[\s:：*])*[零0〇]\s*(?:[件宗起份例条个项]次?|人次|次|人|[（(][件宗起份][）)])?"
)
_MANY = r"(?:件数|数量|总数|总量|量|数)"
_UNIT = r"(?:[件宗起份例条个项]次?|人次|次|人|笔|封)"
_REVIEW = r"(?:行政)?复议(?!后)"
_SUIT = r"(?<!复议后)(?<!复议后提起)(?<!直接)(?<!直接提起)(?:行政)?(?:诉讼|应诉)"
_CASES = r"(?:案件|申请|事项|情况|情形|事件|现象|案例|问题|纠纷|等|类|的|发生|产生|出现)*"
_LISTED = r"(?:(?!复议后|未经|直接)[^，,；：:（()）]){0,30}?"
"""What else there was none of, in one clause."""
_OF_RESULTS = r"(?!.{0,12}(?:维持|纠正|败诉|胜诉|撤销|改变|驳回|违法))"
_COUNTED = rf"(?P<n>{NUMBER})\s*{_UNIT}(?!以|左右|余|多)"
_AND = r"(?:和|及|与|、|以及|加上?)"
_SUM = r"(?:的)?(?:申请|案件|件数|数量)*(?:共计?|合计|总计|总共|一共|计|为|[\s:：])+"

_PATTERNS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("new",), rf"{_NO}{_APPLICANTS}{_REQUEST}{_STOP}"),
    (("new",), rf"{_REQUEST}(?:的)?{_MANY}?(?:工作|方面)?{_ZERO}{_STOP}"),
    (
        ("new",),
        (
            rf"{_REQUEST}(?:的)?(?:{_MANY}|情况)?(?:[:：]|为|方面)*(?P<no>(?:没有"
            rf"|未|无)(?:发生|收到|接到|出现|产生)?|空白){_STOP}"
        ),
    ),
    (
        ("new",),
        (
            rf"(?P<no>没有|无)(?:公民|群众|企业|单位|任何|个人|人|或|和|、)+"
            rf"(?:提出|提交|来|向我委|向本机关)*(?:申请|要求)(?:依申请)?(?:政府)?"
            rf"(?:公开)?(?:政府)?(?:信息)?(?:公开)?{_STOP}"
        ),
    ),
    (
        ("received",),
        (
            rf"(?:收到|接到|受理|接收|办理)(?:了)?公民(?:、|和|及|与)"
            rf"(?:法人|组织|单位){_APPLICANTS}{_REQUEST}(?:共计?|计|总计"
            rf"|合计|为|\s)*{_COUNTED}{_STOP}"
        ),
    ),
    (("new",), rf"(?P<no>零(?:依申请|申请|受理)(?:公开)?){_STOP}"),
    (
        ("received",),
        (
            rf"依申请公开(?:申请|信息|受理|办理|事项|件数|数量"
            rf"|量|共|为|[\s:：])*{_COUNTED}{_STOP}"
        ),
    ),
    (
        ("received",),
        (
            rf"(?:收到|接到|受理|接收|办理|共有|有)(?:了)?{_COUNTED}[^，,；]{{0,24}}?"
            rf"(?:提交|提出|递交|申请|要求)"
            rf"(?:的)?(?:依申请)?(?:公开)?(?:政府)?(?:信息)?(?:公开)?(?:的)?(?:申请|请求)?{_STOP}"
        ),
    ),
    (
        ("received",),
        (
            rf"(?:收到|接到|受理|接收|办理)(?:了)?{_APPLICANTS}(?:{_REQUEST}|申请)(?:共计?"
            rf"|计|总计|合计|为|\s)*"
            rf"(?P<n>{NUMBER})\s*(?:人次|次|人|笔|封){_STOP}"
        ),
    ),
    (
        ("review",),
        (rf"{_NO}{_LISTED}{_REVIEW}{_OF_RESULTS}{_CASES}(?:[、和及与或][^，,；]{{1,12}})?{_STOP}"),
    ),
    (
        ("suit",),
        (rf"{_NO}{_LISTED}{_SUIT}{_OF_RESULTS}{_CASES}(?:[、和及与或][^，,；]{{1,12}})?{_STOP}"),
    ),
    (
        ("after-review",),
        (
            rf"{_NO}[^，,；：:（()）]{{0,30}}?复议后(?:又|再)?(?:提起)?(?:行政)?"
            rf"(?:起诉|诉讼){_CASES}{_STOP}"
        ),
    ),
    (
        ("direct",),
        (
            rf"{_NO}[^，,；：:（()）]{{0,30}}?未经复议直接(?:提起)?(?:行政)?"
            rf"(?:起诉|诉讼){_CASES}{_STOP}"
        ),
    ),
    (("review",), rf"{_REVIEW}{_CASES}{_ZERO}{_STOP}"),
    (("suit",), rf"(?<!民事){_SUIT}{_CASES}{_ZERO}{_STOP}"),
    (("review", "suit"), rf"{_REVIEW}{_CASES}{_AND}{_SUIT}{_CASES}{_ZERO}{_STOP}"),
    (
        ("review", "suit"),
        (
            rf"{_REVIEW}{_CASES}{_AND}{_SUIT}{_CASES}(?:均|都|皆|也|全年)*(?P<no>没有"
            rf"|未发生|无|未出现|为零|不存在)(?:发生|产生)?{_STOP}"
        ),
    ),
    (
        ("review",),
        (
            rf"{_REVIEW}{_CASES}(?:均|都|也|全年)*(?P<no>没有|未发生|未出现|不存在"
            rf"|无)(?:发生)?{_STOP}"
        ),
    ),
    (
        ("suit",),
        (
            rf"(?<!民事){_SUIT}{_CASES}(?:均|都|也|全年)*(?P<no>没有|未发生|未出现"
            rf"|不存在|无)(?:发生)?{_STOP}"
        ),
    ),
    (("review",), r"(?P<no>零(?:行政)?复议)(?=$|[，,、；]|零)"),
    (("suit",), r"(?P<no>零(?:行政)?诉讼)(?=$|[，,、；]|零|”)"),
    (
        ("review",),
        (rf"{_REVIEW}(?:案件|申请)?(?:共|为|[\s:：])*(?P<n>{NUMBER})\s*(?:次|人次|人){_STOP}"),
    ),
    (
        ("suit",),
        (
            rf"(?<!民事){_SUIT}(?:案件)?(?:共|为|[\s:：])*(?P<n>{NUMBER})\s*"
            rf"(?:次|人次|人){_STOP}"
        ),
    ),
    (("both",), rf"{_REVIEW}(?:案件|申请)?{_AND}{_SUIT}{_SUM}{_COUNTED}{_STOP}"),
    (("whole",), rf"新收(?:到)?(?:的)?(?:申请)?{_AND}上年度?结转{_SUM}{_COUNTED}{_STOP}"),
    (("opened",), rf"(?<!不)予以公开{_AND}部分公开{_SUM}{_COUNTED}{_STOP}"),
    (
        ("carried-in",),
        (
            rf"{_NO}{_APPLICANTS}(?:从|由)?(?:上年度?|上一年度?|去年){_APPLICANTS}(?:结转"
            rf"|转结)(?:的|至本年|到本年|来)*(?:政府信息公开)?(?:申请|件)*{_STOP}"
        ),
    ),
    (
        ("carried-out",),
        (
            rf"{_NO}(?:需要?|须|应)?(?:申请)?(?:结转|转结|顺延)(?:至"
            rf"|到)?下[^，,；]{{0,12}}{_STOP}"
        ),
    ),
    (
        ("made",),
        (
            rf"{_NO}(?:制发|制定|出台|印发|发布|新制定)(?:新的|任何|过|了)*"
            rf"(?:行政)?规范性文件{_STOP}"
        ),
    ),
    (("repealed",), rf"{_NO}废止(?:任何|过|了|的)*(?:行政)?规范性文件{_STOP}"),
    (("licence",), rf"{_NO}(?:作出|实施|办理)*行政许可(?:决定|事项|案件)*{_STOP}"),
    (("penalty",), rf"{_NO}(?:作出|实施|办理)*行政处罚(?:决定|案件)*{_STOP}"),
    (("compulsion",), rf"{_NO}(?:作出|实施|采取|办理)*行政强制(?:决定|案件|措施)*{_STOP}"),
    (("fee",), rf"{_NO}(?:收取|征收)*行政事业性收费(?:项目|收入)?{_STOP}"),
    (("fee",), rf"行政事业性收费(?:金额|总额|收入)?(?:为|是)?[零0]\s*(?:万?元)?{_STOP}"),
)
_COMPILED = tuple((kinds, lazy_pattern(pattern)) for kinds, pattern in _PATTERNS)
_DISCLOSURE = lazy_pattern(r"依申请公开|信息公开|公开(?:政府|政务)?信息")
_NARROWED = lazy_pattern(
    r"自然人|商业|科研|公益|律师|网上|网络|线上|网站|邮箱|信函|邮寄|当面"
    r"|现场|传真|电话|逾期|超期|超时|重复|撤回|撤销|错误|不当"
    r"|其中|不服|败诉|胜诉|维持|纠正|驳回|应.{0,4}而|补正|转办|增加|减少"
    r"|增长|下降|同比|较上|比上|再次|此类|该类|其他|情况下|如果?|若"
    r"|代理|指导|审理|出庭|全部|年报|页面"
)
_PREVENTED = lazy_pattern(
    r"避免|防止|杜绝|减少|预防|力争|确保|争取|努力|目标|做到|不得|不要|以免|化解"
)
_YEAR = lazy_pattern(r"(20\d\d)年")
_CLAUSE = lazy_pattern(r"[，,；：:]")


@dataclass(frozen=True, slots=True)
class Statement:
    """What levelled text states, and where."""

    kind: str
    number: Decimal
    start: int
    end: int
    is_certain: bool


def find_statements(text: str, year: int) -> Iterator[Statement]:
    """Find what a sentence of a year's report states in one of these ways."""
    if _is_of_another_time(text, year) or _PREVENTED.search(text):
        return
    reported: set[str] = set()
    for kinds, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if _is_narrowed(text, match, kinds):
                continue
            number_text = match.groupdict().get("n")
            number = parse_number(number_text) if number_text else Decimal(0)
            is_certain = kinds == ("new",) and bool(_DISCLOSURE.search(match[0]))
            for kind in (kind for kind in kinds if kind not in reported):
                reported.add(kind)
                yield Statement(kind, number, match.start(), match.end(), is_certain)


def _is_of_another_time(text: str, year: int) -> bool:
    if any(int(year_text) != year for year_text in _YEAR.findall(text)):
        return True
    return bool(
        OTHER_TIME.search(
            REFERENCE_PERIODS.sub("", text).replace("上年度结转", "").replace("去年结转", "")
        )
    )


def _is_narrowed(text: str, match: re.Match[str], kinds: tuple[str, ...]) -> bool:
    """Return whether the words are about some requests only, or not about disclosure."""
    if "不服" in text:
        return True
    if OTHER_MATTER.search(text) and not (_DISCLOSURE.search(match[0]) or _DISCLOSURE.search(text)):
        return True
    starts = [separator.end() for separator in _CLAUSE.finditer(text, 0, match.start())]
    clause = text[max(starts, default=0) : match.end()].replace("其他组织", "")
    if kinds == ("received",):
        # A channel stated for a few holds for all of them, unless others are stated with it.
        clause = re.sub(r"通过.{0,16}(?=提交|提出|递交)", "", clause)
        if "通过" in text[: match.start()] or not re.search("公开|申请", match[0]):
            return True
    return bool(_NARROWED.search(clause))
