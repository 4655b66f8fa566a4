"""Rules on the disclosure catalogue: numbers, dates, channels, links between documents."""

from site_builder.model.rule import Anchor, Rule

RULES = (
    Rule(
        f"{__name__}.c001_index_number", "索引号唯一，样子合规", "site", codes=("pattern", "unique")
    ),
    Rule(f"{__name__}.c002_index_number_changed", "索引号公布后不改", "site", codes=("changed",)),
    Rule(
        f"{__name__}.c003_document_number",
        "发文字号的写法",
        "text",
        anchors=(Anchor.BRACKETED_NUMBER,),
        judges_passages=True,
        codes=("form", "text"),
    ),
    Rule(
        f"{__name__}.c004_year_of_number",
        "发文字号的年份与生成日期一致",
        "text",
        anchors=(Anchor.BRACKETED_NUMBER,),
        codes=("year",),
    ),
    Rule(
        f"{__name__}.c005_dates",
        "生成、发布和更正的日期",
        "site",
        codes=("before", "correction", "future", "late"),
    ),
    Rule(
        f"{__name__}.c006_inactive_status",
        "废止、失效、撤回的标明",
        "site",
        codes=("before", "early", "note", "status"),
    ),
    Rule(f"{__name__}.c007_listed_twice", "同一文件在目录里列了两次", "site", codes=("twice",)),
    Rule(
        f"{__name__}.c008_channels",
        "四个栏目齐全，都有内容",
        "site",
        codes=("apply", "catalogue", "guide", "reports", "rules"),
        required_to_publish=("catalogue", "guide"),
    ),
    Rule(f"{__name__}.c009_freshness", "栏目更新的期限", "site", codes=("report", "stale")),
    Rule(
        f"{__name__}.c010_assessment",
        "不予公开内容的定期评估",
        "site",
        codes=("date", "due", "missing"),
    ),
    Rule(
        f"{__name__}.c011_policy_links",
        "政策文件和解读互相链接",
        "site",
        codes=("broken", "circle", "contradiction", "self"),
    ),
)
