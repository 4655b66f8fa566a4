"""Words that the privacy rules search by: without them a passage holds nothing to report.

Plain data: the facts of the rules are read without importing what checks.
"""

from itertools import product

_WIDE_LETTERS = {ord(wide) - 0xFEE0: wide for wide in map(chr, range(0xFF01, 0xFF5F))}


def written_variants(word: str) -> tuple[str, ...]:
    """Return a word of ASCII characters in both cases and both widths of each of them."""
    letters = ({letter.lower(), letter.upper()} for letter in word)
    choices = ([*plain, *(_WIDE_LETTERS[ord(letter)] for letter in plain)] for plain in letters)
    return tuple(sorted(map("".join, product(*choices))))


WITHHELD: tuple[str, ...] = (
    "不公开",
    "依申请公开",
    "暂不公开",
    "免予公开",
    "不予公开",
    "不宜公开",
    "不可公开",
)
WITHHELD += ("不能公开", "不对外公开", "不向社会公开")
"""What an office decides about a document."""
PROHIBITED = tuple(
    f"{must_not}{outside}{action}"
    for must_not in ("请勿", "不得", "严禁", "禁止")
    for outside in ("", "对外")
    for action in ("公开", "外传", "扩散", "传播", "转发", "翻印", "复印")
)
SECRECY = ("密", "内部", "注意保存", *WITHHELD, *PROHIBITED)

PERMITS = ("台胞证", "台湾", "通行证", "回乡证", "港澳")
PAPERS: tuple[str, ...] = (
    "军官证",
    "士兵证",
    "文职",
    "警官证",
    "军人",
    "军属",
    "护照",
    "社保卡",
    "社会保障卡",
)
PAPERS += ("社会保障号", "医保卡", "医保编号", "病历", "住院", "门诊", "学籍", "准考证", "残疾")
PAPERS += ("低保证", "驾驶证", "驾照", "档案编号", "不动产权证", "结婚证", "出生医学证明")
PAPERS += ("公积金账号", "户口")
RESIDENTS = ("香港", "澳门", "台湾", "永久居留")
CHAT_NUMBERS = ("企鹅", "扣扣", *written_variants("qq"))
_V_LETTERS = written_variants("v")
CHAT_NAMES: tuple[str, ...] = ("微信", "薇信", "威信", *(f"{letter}信" for letter in _V_LETTERS))
CHAT_NAMES += tuple(two for word in ("we", "vx", "wx") for two in written_variants(word))
"""The first letters of wechat and weixin are enough."""
TELEPHONES = ("电话", "宅电", "座机")
STATES: tuple[str, ...] = (
    "HIV",
    "高血压",
    "癌",
    "恶性肿瘤",
    "尿毒症",
    "精神分裂",
    "抑郁症",
    "艾滋病",
    "糖尿病",
)
STATES += ("心脏病", "精神病", "白血病", "乙肝", "肺结核", "患者", "患儿", "残疾", "低保", "特困")
STATES += ("家庭困难", "家庭贫困", "困难家庭", "困难户", "困难学生", "贫困户", "贫困生", "留守儿童")
STATES += ("孤儿", "未成年人", "年收入", "月收入", "工资", "薪", "助学金")
"""What may stand next to a name."""
MAIL = ("@", "＠", *written_variants("[at]"))
PERSONAL = (
    *(*PERMITS, *PAPERS, *RESIDENTS, *CHAT_NUMBERS, *CHAT_NAMES, *TELEPHONES, *STATES),
    *(*written_variants("HIV"), *MAIL),
)
