"""Words that the rules about unfinished texts search by: without them there is nothing to report.

Plain data: the facts of the rules are read without importing what checks.
"""

from itertools import product

TEMPLATE_WORDS = ("待填", "此处")
BRACKETED = ("此处为表格", "单位名称", "机关名称", "请填写", "填写内容")
"""What templates put in brackets, besides the instructions of the forms."""
_BLANK_SIGNS = "XxＸｘ×✕○〇◯_＿"
BLANKS = (*map("".join, product(_BLANK_SIGNS, repeat=2)), r"\_")
"""What is left for somebody to fill in."""

_X = "xXｘＸ×"
UNFINISHED = (
    *("待补充", "待定", "待填", "待核实", "待完善", "待更新", "暂缺", "TODO", "FIXME", "TBD"),
    *("请填写", "处填写", "在填写"),
    *map("".join, product(_X, repeat=2)),
    *map("".join, product(_X, "月日")),
)
"""Words for what is still to be written, and numbers with an X for a digit."""
