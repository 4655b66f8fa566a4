"""The columns of the CSV files: what heads them, and what their cells hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column of a CSV file."""

    id: str
    label: str
    description: str
    type: str = "string"
    """Of CSV on the Web: `string`, `date`, `integer`, `decimal`."""
    required: bool = False
    enum: tuple[str, ...] = ()
    """All that a cell may hold; empty when it is free."""
    separator: str = ""
    """What stands between several values."""


CATALOGUE_COLUMNS = (
    CsvColumn("index_number", "索引号", "政府信息的索引号，公布以后不变"),
    CsvColumn("title", "名称", "政府信息的名称", required=True),
    CsvColumn("summary", "内容概述", "内容概述"),
    CsvColumn("created", "生成日期", "生成日期", "date"),
    CsvColumn("published", "发布日期", "在网站上公布的日期", "date"),
    CsvColumn("issuer", "发文机关", "制作信息的机关"),
    CsvColumn("document_number", "发文字号", "发文字号"),
    CsvColumn("item", "公开事项", "条例第二十条各项的简称"),
    CsvColumn("theme", "主题分类", "主题分类，父类和子类用反斜线隔开"),
    CsvColumn("genre", "体裁分类", "体裁分类"),
    CsvColumn("keywords", "主题词", "主题词，用空格隔开", separator=" "),
    CsvColumn("status", "有效性", "有效、已修改、尚未施行、废止、失效或者撤回"),
    CsvColumn("repealed", "废止日期", "废止、失效或者撤回的日期", "date"),
    CsvColumn("status_note", "状态说明", "废止、失效、撤回或者修改的说明"),
    CsvColumn("corrected", "更正日期", "最近一次更正的日期", "date"),
    CsvColumn("corrections", "更正", "公布以后的更正，由新到旧：日期、内容和原因"),
    CsvColumn("openness", "公开方式", "公开方式"),
    CsvColumn("responsible", "责任部门", "责任部门"),
    CsvColumn("interpretations", "解读", "解读它的文件的网址，用空格隔开", separator=" "),
    CsvColumn("policies", "政策文件", "它解读的文件的网址，用空格隔开", separator=" "),
    CsvColumn("year", "年份", "所在的年份", "integer", required=True),
    CsvColumn("url", "网址", "网页的地址，从网站根目录算起", required=True),
)

STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {"number": "数值", "blank": "空缺", "not-applicable": "不适用", "absent": "表式无此项"}
)
"""What a figure may be, and the word for it in a table."""

_REPORT_COLUMNS = (
    CsvColumn("year", "年度", "报告年度", "integer", required=True),
    CsvColumn("body", "机关", "报告机关", required=True),
)
_CELL_COLUMNS = (
    CsvColumn("table", "表", "统计表的名称", required=True),
    CsvColumn("band", "分表", "分表的名称；表没有分开时为空"),
    CsvColumn("row", "行", "行的名称，由外到内用 > 连接；表没有行标题时为空"),
    CsvColumn("column", "列", "列的名称，由外到内用 > 连接", required=True),
    CsvColumn("value", "数值", "十进制数字，照签发的报告；没有数字时为空", "decimal"),
    CsvColumn("unit", "单位", "单位；没有时为空"),
)

FIGURES_COLUMNS = (
    *_REPORT_COLUMNS,
    *_CELL_COLUMNS,
    CsvColumn(
        "state",
        "状态",
        "数值：有数字；空缺：报告没有填；不适用：报告填的是“/”",
        required=True,
        enum=tuple(word for state, word in STATE_LABELS.items() if state != "absent"),
    ),
)

SERIES_COLUMNS = (
    *_REPORT_COLUMNS,
    CsvColumn("form", "表式", "报告使用的表式，以印发它的文件字号表示", required=True),
    *_CELL_COLUMNS,
    CsvColumn(
        "state",
        "状态",
        "数值：有数字；空缺：报告没有填；不适用：报告填的是“/”；表式无此项：那一年的表式没有这一项",
        required=True,
        enum=tuple(STATE_LABELS.values()),
    ),
    CsvColumn("change", "比上年增减", "与上一年报告同一项相差多少；不能比较时为空", "decimal"),
    CsvColumn("place", "代号", "表、行、列的代号，各年各种表式一致", required=True),
)
