"""Numbers of papers and accounts, and what must not stand next to a name.

Most of them are too short to be known by themselves: words before them, or over their column, tell
what they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.personal_numbers.numbers import DiagnosticTemplate, mask
from site_builder.rules.privacy.anchor_words import (
    CHAT_NAMES,
    CHAT_NUMBERS,
    PAPERS,
    PERMITS,
    RESIDENTS,
    STATES,
    TELEPHONES,
)

PASSPORT = lazy_pattern(r"(?<![A-Za-z0-9])(?:[EGDSP]\d{8}|E[A-HJ-NP-Z]\d{7})(?![A-Za-z0-9])")
"""Known by itself: rule p006 reports it."""
_HINT = "请删去或写成“{}”；不是个人的，可以接受并写明原因。"
_PERMIT = DiagnosticTemplate("permit", "疑似港澳台居民通行证号码 {}", _HINT)
_PAPER = DiagnosticTemplate("paper", "个人证件或卡的号码 {}", _HINT)
_ACCOUNT = DiagnosticTemplate("account", "QQ、微信一类的号码 {}", _HINT)
_HOME_PHONE = DiagnosticTemplate("home-phone", "疑似住宅电话 {}", _HINT)
_THIN_MASK = DiagnosticTemplate(
    "thin-mask",
    "只隐去了一两位的号码 {}",
    "隐去的位数太少，猜得出来。请写成 110***********002X、139****5678 的样子。",
)
_SENSITIVE = DiagnosticTemplate(
    "sensitive",
    "姓名和个人情况写在一起：{}",
    "病情、残疾、困难、工资等是敏感个人信息。依法应当公示的，可以接受并写明依据；其他的请删去。",
)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return lazy_pattern("|".join(map(re.escape, words)))


_LINKING_WORDS = r"(?:证件)?(?:号码?|证号|编号|卡号|账号|帐号|ID)?(?:为|是)?[\s:：（(|\"“]{0,4}"
_PATTERNS: tuple[tuple[re.Pattern[str], re.Pattern[str], DiagnosticTemplate], ...] = (
    (
        lazy_pattern(r"(?i)(?<![A-Z0-9])(?P<n>[HM](?:\d{10}|\d{8}))(?![A-Z0-9])"),
        lazy_pattern(r"[HMhm]\d{8}"),
        _PERMIT,
    ),
    (
        lazy_pattern(
            r"(?:台胞证|台湾(?:居民)?[^，。；\d]{0,12}(?:通行证|证件)|台湾居民|通行证|回乡证|港澳[^，。；\d]{0,12}证)"
            rf"{_LINKING_WORDS}(?P<n>[A-Z]?\d{{8}}(?:\d{{2}})?(?:\([A-Z]\))?)(?!\d)"
        ),
        _any_of(PERMITS),
        _PERMIT,
    ),
    (
        lazy_pattern(
            r"(?:军官证|士兵证|文职[^，。；\d]{0,4}证|警官证|军[人属][^，。；\d]{0,4}证|护照|社保卡|社会保障卡|社会保障号|医保卡|"
            r"医保编号|病历|住院|门诊|学籍|准考证|残疾人?证|低保证|驾驶证|驾照|档案编号|"
            r"不动产权证|结婚证|出生医学证明|公积金账号|户口簿?)"
            rf"{_LINKING_WORDS}(?P<n>(?:[\u4e00-\u9fff]{{1,2}}字第?)?[A-Za-z]{{0,2}}\d{{5,20}}[Xx]?)(?![\d年月日元])"
        ),
        _any_of(PAPERS),
        _PAPER,
    ),
    (
        lazy_pattern(
            r"(?:香港|澳门|台湾|永久居留)[^，。；\d]{0,8}身份证"
            rf"{_LINKING_WORDS}(?P<n>[A-Z]{{0,3}}\d{{6,12}}(?:\([0-9A]\))?)(?!\d)"
        ),
        _any_of(RESIDENTS),
        _PERMIT,
    ),
    (
        lazy_pattern(
            r"(?i)(?:(?<![a-z])QQ|企鹅|扣扣)(?!群|邮箱|\.)(?:号码?|账号)?(?:为|是)?[\s:：（(|]{0,4}(?P<n>[1-9]\d{4,10})(?!\d|@)"
        ),
        _any_of(CHAT_NUMBERS),
        _ACCOUNT,
    ),
    (
        lazy_pattern(
            r"(?i)(?:[微薇威v]信(?!公众|群|支付|平台|小程序)|(?<![a-z])(?:wechat|weixin|vx|wx)(?![a-z]))(?:号码?|账号|ID)?(?:为|是)?"
            r"[\s:：（(|]{0,4}(?P<n>[a-z][a-z0-9_-]{5,19}|\d{6,10})(?![a-z0-9_])"
        ),
        _any_of(CHAT_NAMES),
        _ACCOUNT,
    ),
    (
        lazy_pattern(
            r"(?:家庭?电话|家里电话|家里座机|住宅电话|宅电|家中电话|座机（家）|(?:申请人|当事人|本人|家属|监护人|村民|业主|户主)"
            r"[^，。；\d]{0,8}电话)(?:号码?)?(?:为|是)?[\s:：（(|]{0,4}"
            r"(?P<n>(?:\(?0\d{2,3}\)?[ -]?)?[2-8]\d{6,7})(?!\d)"
        ),
        _any_of(TELEPHONES),
        _HOME_PHONE,
    ),
)
_MASK_SIGNS = "*＊×●█?_#○◯□■▇▓★☆△…某"
_MASKED_NUMBER = lazy_pattern(
    rf"(?<![\dA-Za-z*])(?:(?:[\d{_MASK_SIGNS}]|(?<=\d)x{{1,2}}(?=\d))[ -]?){{9,18}}"
    rf"[\dXx{_MASK_SIGNS}](?![\dA-Za-z*])"
)
_MASK_SIGN = lazy_pattern(rf"[{_MASK_SIGNS}]|(?<=\d)x{{1,2}}(?=\d)")
_CARD = lazy_pattern("(?:62|[45]).+")
_LENGTHS = {
    11: lazy_pattern("(?:1[3-9*]|[*][3-9]).{9}"),
    18: lazy_pattern(".{18}"),
    16: _CARD,
    19: _CARD,
}
_MAX_THIN = 2
_NAME = (
    r"(?:[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    r"唐罗薛雷贺倪汤滕殷毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    r"杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚"
    r"程嵇邢滑裴陆荣翁荀羊甄曲封段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶][\u4e00-\u9fff]{1,2}"
    "(?<![村镇乡县市区街社组局院校园户]))"
)
_STATE = lazy_pattern(
    rf"(?:^|[，。；、：:|（(\s\"“'‘>《【=\]\[]){_NAME}[\s，,|（(、：:]{{0,3}}(?:男|女)?[\s，,|（(、：:]{{0,3}}(?:\d{{1,3}}周?岁[\s，,|、]{{0,2}})?(?:系|为|是|被诊断为|患有?|确诊|因患|感染|属于?|享受)?"
    r"(?:[一二三四]级|重度|[视听肢智言精][力神体]?)?"
    r"(?P<n>(?:癌症?|尿毒症|精神分裂症?|抑郁症|艾滋病|糖尿病|高血压|心脏病|精神病|HIV|白血病|乙肝|肺结核|[一-龥]{1,3}(?:癌|恶性肿瘤))"
    r"|残疾人?|低保(?:户|对象)?|特困(?:人员|供养)?|家庭(?:困难|贫困)|困难(?:家庭|户|学生)|贫困户|(?:家庭)?[年月]收入|应发工资|助学金|留守儿童|孤儿|未成年人|月?工资|月?薪|年薪)"
)
_STATE_BEFORE_NAME = lazy_pattern(
    r"(?P<n>低保户|特困人员|贫困户|残疾人|患者|患儿|贫困生|困难学生|未成年人|孤儿|留守儿童)"
    rf"(?!康复|[和于时方全应从安常单高水管计解](?!某)){_NAME}(?=$|[，。；、：:|）)（(\s])"
)
"""What somebody is, and then who."""
_STATE_PREFILTER = lazy_pattern("|".join(STATES))


@dataclass(frozen=True, slots=True)
class MaskedMatch:
    """What was found in a passage."""

    start: int
    secret: str
    masked: str
    template: DiagnosticTemplate


def find_personal_documents(text: str, label: str) -> Iterator[MaskedMatch]:
    """Yield numbers of papers and accounts and thinly masked numbers in plain digits."""
    prefix = f"{label} " if label and len(text) < _MAX_CELL_LENGTH else ""
    labelled = prefix + text
    done: set[str] = set()
    for pattern, prefilter, template in _PATTERNS:
        if not prefilter.search(labelled):
            continue
        for match in pattern.finditer(labelled):
            secret = match["n"]
            start = match.start("n") - len(prefix)
            if start >= 0 and secret not in done and not PASSPORT.fullmatch(secret):
                done.add(secret)
                yield MaskedMatch(
                    start, secret, mask(secret, min(2, len(secret) // 4), 2), template
                )
    yield from _thin_masks(text)
    if _STATE_PREFILTER.search(text):
        for match in (*_STATE.finditer(text), *_STATE_BEFORE_NAME.finditer(text)):
            yield MaskedMatch(match.start("n"), match[0], match["n"], _SENSITIVE)


_MAX_CELL_LENGTH = 60


def _thin_masks(text: str) -> Iterator[MaskedMatch]:
    if not _MASK_SIGN.search(text):
        return
    for match in _MASKED_NUMBER.finditer(text):
        number = re.sub("[ -]", "", match[0])
        shape = _LENGTHS.get(len(number))
        hidden = sum(len(signs) for signs in _MASK_SIGN.findall(number))
        if shape and shape.fullmatch(number) and 0 < hidden <= _MAX_THIN:
            yield MaskedMatch(match.start(), number, mask(number, 3, 4), _THIN_MASK)
