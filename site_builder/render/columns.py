"""The columns of the CSV files: what heads them, and what their cells hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file."""

    id: str
    label: str
    says: str
    type: str = "string"
    """Of CSV on the Web: `string`, `date`, `integer`, `decimal`."""
    required: bool = False
    words: tuple[str, ...] = ()
    """All that a cell may hold; empty when it is free."""
    separator: str = ""
    """What stands between several values."""


CATALOGUE = (
    Column("index_number", "索引号", "政府信息的索引号，公布以后不变"),
    Column("title", "名称", "政府信息的名称", required=True),
    Column("summary", "内容概述", "内容概述"),
    Column("created", "生成日期", "生成日期", "date"),
    Column("published", "发布日期", "在网站上公布的日期", "date"),
    Column("issuer", "发文机关", "制作信息的机关"),
    Column("document_number", "发文字号", "发文字号"),
    Column("item", "公开事项", "条例第二十条各项的简称"),
    Column("theme", "主题分类", "主题分类，父类和子类用反斜线隔开"),
    Column("genre", "体裁分类", "体裁分类"),
    Column("keywords", "主题词", "主题词，用空格隔开", separator=" "),
    Column("status", "有效性", "有效、已修改、尚未施行、废止、失效或者撤回"),
    Column("repealed", "废止日期", "废止、失效或者撤回的日期", "date"),
    Column("status_note", "状态说明", "废止、失效、撤回或者修改的说明"),
    Column("corrected", "更正日期", "最近一次更正的日期", "date"),
    Column("corrections", "更正", "公布以后的更正，由新到旧：日期、内容和原因"),
    Column("openness", "公开方式", "公开方式"),
    Column("responsible", "责任部门", "责任部门"),
    Column("interpretations", "解读", "解读它的文件的网址，用空格隔开", separator=" "),
    Column("policies", "政策文件", "它解读的文件的网址，用空格隔开", separator=" "),
    Column("year", "年份", "所在的年份", "integer", required=True),
    Column("url", "网址", "网页的地址，从网站根目录算起", required=True),
)

STATES: Mapping[str, str] = MappingProxyType(
    {"number": "数值", "blank": "空缺", "not-applicable": "不适用", "absent": "表式无此项"}
)
"""What a figure may be, and the word for it in a table."""

_YEAR = (
    Column("year", "年度", "报告年度", "integer", required=True),
    Column("body", "机关", "报告机关", required=True),
)
_CELL = (
    Column("table", "表", "统计表的名称", required=True),
    Column("band", "分表", "分表的名称；表没有分开时为空"),
    Column("row", "行", "行的名称，由外到内用 > 连接；表没有行标题时为空"),
    Column("column", "列", "列的名称，由外到内用 > 连接", required=True),
    Column("value", "数值", "十进制数字，照签发的报告；没有数字时为空", "decimal"),
    Column("unit", "单位", "单位；没有时为空"),
)

FIGURES = (
    *_YEAR,
    *_CELL,
    Column(
        "state",
        "状态",
        "数值：有数字；空缺：报告没有填；不适用：报告填的是“/”",
        required=True,
        words=tuple(word for state, word in STATES.items() if state != "absent"),
    ),
)

SERIES = (
    *_YEAR,
    Column("form", "表式", "报告使用的表式，以印发它的文件字号表示", required=True),
    *_CELL,
    Column(
        "state",
        "状态",
        "数值：有数字；空缺：报告没有填；不适用：报告填的是“/”；表式无此项：那一年的表式没有这一项",
        required=True,
        words=tuple(STATES.values()),
    ),
    Column("change", "比上年增减", "与上一年报告同一项相差多少；不能比较时为空", "decimal"),
    Column("place", "代号", "表、行、列的代号，各年各种表式一致", required=True),
)
