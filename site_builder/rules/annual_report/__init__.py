"""Rules on the statutory report: its arithmetic, its text, its date."""

from site_builder.model.rule import Anchor, Rule
from site_builder.rules.placeholders.anchor_words import BLANKS, BRACKETED, TEMPLATE_WORDS

RULES = (
    Rule(
        f"{__name__}.n001_arithmetic",
        "统计表的勾稽关系",
        "site",
        codes=(),
        has_identity_codes=True,
        suppressible="all",
    ),
    Rule(
        f"{__name__}.n002_rules_row",
        "没有规章制定权的机关，“规章”一行不为零",
        "site",
        codes=("rules",),
    ),
    Rule(
        f"{__name__}.n003_narrative",
        "正文里的数字与统计表不一致",
        "text",
        kinds=("report",),
        codes=("differs", "done", "doubt"),
    ),
    Rule(f"{__name__}.r003_repetition", "文字与上年的报告雷同", "site", codes=("repetition",)),
    Rule(
        f"{__name__}.r004_form_text",
        "表式和模板里的说明文字没有删去",
        "text",
        anchors=(Anchor.FORM_INSTRUCTION, *TEMPLATE_WORDS, *BRACKETED, *BLANKS),
        judges_passages=True,
        codes=("blank", "form-text", "quoted", "unfilled"),
    ),
    Rule(
        f"{__name__}.r005_last_year",
        "上年的年份留在了本年的文字里",
        "text",
        kinds=("report",),
        codes=("doubt", "title", "year"),
    ),
    Rule(
        f"{__name__}.r006_publication_date",
        "年度报告公布的日期",
        "text",
        kinds=("report",),
        codes=("early", "late"),
    ),
)
