"""Wordings of numbers in a narrative: recognized, only asked about, or neither."""

import pytest

from site_builder.model.form import CLAIM_KINDS, PartRole
from site_builder.model.location import Location
from site_builder.model.rule_context import TextSpan
from site_builder.rules.claims import outcomes, rare_patterns, usual_patterns
from site_builder.rules.claims.finder import find_claims
from site_builder.rules.claims.numerals import parse_number
from site_builder.rules.text.report_sentences import ReportSentence
from tests.helpers import ProjectFactory

GENERAL = ("一、总体情况", "")
REQUESTS_HEADINGS = ("一、总体情况", "（二）依申请公开")
SUPPORT = ("一、总体情况", "（五）监督保障")
REQUESTS = ("三、收到和处理政府信息公开申请情况", "")
REMEDIES = ("四、政府信息公开行政复议、行政诉讼情况", "")
EVERYWHERE = (GENERAL, REQUESTS_HEADINGS, SUPPORT, REQUESTS, REMEDIES)


def describe_claims(
    text: str, headings: tuple[str, str] = REQUESTS_HEADINGS, before: str = ""
) -> str:
    """Return the claims of a 2021 report's sentence: kinds and numbers, a ? where doubtful."""
    passage = TextSpan("body", "", before + text, Location("content/2021/report.md", 10, 1))
    role: PartRole = "overview" if headings[0] == GENERAL[0] else ""
    sentence = ReportSentence(passage, len(before), text, *headings, role)
    return " ".join(
        f"{claim.kind}={claim.number}{'?' * claim.uncertain}" for claim in find_claims(sentence)
    )


PLAIN = {
    "政府信息公开申请40件，较上年增加10件": "received=40",
    "政府信息公开申请40件比上年增加10件": "received=40",
    "政府信息公开申请40件均按期答复": "received=40",
    "1.依申请公开申请40件，办结量39件": "received=40 finished=39",
    "一是政府信息公开申请40件": "received=40",
    "申请总数为40件": "received=40",
    "申请总量：**40件**": "received=40",
    "依申请公开受理量40件次": "received=40",
    "申请量40件（次）": "received=40",
    "共收到依申请公开40件": "received=40",
    "共收到70件申请，办结69件，1件结转下年度办理": "received=70 finished=69 carried-out=1",
    "全年受理信息公开申请四十件": "received=40",
    "收到公民、法人和其他组织提出的政府信息公开申请４０份": "received=40",
    "依申请公开请求9件": "received=9",
    "截至2021年12月31日，收到申请40件": "received=40",
    "2021年1-12月收到申请40件": "received=40",
    "新收申请40宗": "new=40",
    "本年度新接收91件，2020年结转办理1件": "new=91 carried-in=1",
    "2020年结转至2021年2件": "carried-in=2",
    "结转下年度办理1件": "carried-out=1",
    "除4件转结2022年办理以外": "carried-out=4",
    "办结39件": "finished=39",
    "12件予以公开、3件部分公开，不予公开的申请2件": "granted=12 partial=3 refused=2",
    "因本机关不掌握等原因无法提供265件": "unable=265",
    "不予处理6件（其中信访举报投诉类2件）": "not-processed=6",
    "行政复议5起、行政诉讼7起": "review=5 suit=7",
    "收到行政复议申请9件": "review=9",
    "收到5件行政复议申请": "review=5",
    "全年新收政府信息公开申请33（件）": "new=33",
    "未产生结转": "done=0",
    "信息公开类行政复议7件，诉讼9件，均获维持": "review=7 suit=9",
    "涉及政府信息公开的行政诉讼案件2件": "suit=2",
    "提起行政诉讼2件，其中未经行政复议直接提起行政诉讼1件，行政复议后提起诉讼1件": (
        "suit=2 direct=1 after-review=1"
    ),
}

ASKED_ABOUT = {
    "共收到政府信息公开申请40件次": "received=40?",
    "依申请公开信息40条": "received=40?",
    "依申请公开情况：申请40件": "received=40?",
    "受理政府信息公开40件": "received=40?",
    "全年累计受理政府信息公开申请40件": "received=40?",
    "今年以来，累计处理依申请公开92件": "answered=92?",
    "全区共收到申请40件": "received=40?",
    "平潭县政府信息公开申请40件": "received=40?",
    "办结情况：政府信息公开申请39件": "received=39?",
    "办结39件，结转1件": "finished=39 carried=1?",
    "39件按时办结": "finished=39?",
    "收到申请40件，其中自然人30件，办结39件": "received=40 finished=39?",
    "行政诉讼一审2件，共有行政诉讼4件": "suit=4?",
    "审结行政诉讼20件": "suit=20?",
    "本年度未发生因政府信息公开引起的行政复议、行政诉讼": "review=0? suit=0?",
    "全年无行政复议、行政诉讼": "review=0? suit=0?",
    "2021年，没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况": "review=0? suit=0?",
    "没有发生行政复议，也没有发生行政诉讼": "review=0? suit=0?",
    "行政复议、诉讼均为0": "review=0? suit=0?",
    "没有被提起行政诉讼": "suit=0?",
    "没有不予公开的情况": "refused=0?",
    "没有无法提供的情况": "unable=0?",
    "收到政府信息公开申请数量为33": "received=33?",
    "新收政府信息公开申请数量：33": "new=33?",
    "新收政府信息公开申请数量（件）：33": "new=33?",
    "本年新收33，结转1": "new=33? carried=1?",
    "行政事业性收费13.6万元": "fee=13.6?",
    "行政事业性收费金额126000元": "fee=12.6?",
    "新收和上年结转申请共41件": "whole=41?",
    "予以公开、部分公开共10件": "opened=10?",
    "行政复议和行政诉讼共9件": "both=9?",
    "行政复议维持2件，行政诉讼败诉0件": "review-upheld=2?",
}

NOTHING = (
    "受理行政许可申请40件",
    "受理住房保障申请40件",
    "收到信访件40件，办结40件",
    "收到40件企业诉求",
    "上年40件",
    "上年政府信息公开申请40件",
    "去年同期受理申请30件",
    "2020年政府信息公开申请30件",
    "较上年新增10件，比去年多受理申请3件",
    "2019年以来累计收到政府信息公开申请400件",
    "自然人申请12件，办结12件",
    "主动公开信息40条",
    "涉及征地的政府信息公开申请5件",
    "通过网站收到申请12件",
    "受理信访、政府信息公开申请40件",
    "属于内部事务信息不予公开3件",
    "不予受理2件，未办结1件，正在办理2件",
    "收到申请30件增加到40件",
    "收到申请40余件，申请总数40件左右",
    "提前办结5件，逾期答复0件",
    "行政复议和行政诉讼一起推进",
    "行政复议更多2件，行政诉讼败诉0件",
    "民事诉讼3件",
    "政务公开培训40件次",
    "没有行政复议被纠正的情况",
    "没有行政诉讼败诉案件",
    "对行政复议决定不服的，没有提起行政诉讼",
    "2020年没有行政复议、行政诉讼",
    "行政复议和行政诉讼均为2件",
    "没有应公开而不予公开的情况",
    "减免行政事业性收费13.6万元",
    "上年行政事业性收费13.6万元",
    "收到政府信息公开申请数量为33%",
    "办结1、2号件",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_wording_is_heard(text: str) -> None:
    assert describe_claims(text) == PLAIN[text]


@pytest.mark.parametrize("text", ASKED_ABOUT)
def test_a_doubtful_wording_is_a_question(text: str) -> None:
    assert describe_claims(text) == ASKED_ABOUT[text]


@pytest.mark.parametrize("text", NOTHING)
def test_what_counts_something_else_is_no_claim(text: str) -> None:
    assert describe_claims(text) == ""


def test_a_report_without_subheadings_is_about_disclosure_as_a_whole() -> None:
    for text in ("申请总数为40件", "新收申请40宗", "行政复议5起", "提起行政诉讼2件"):
        assert describe_claims(text, GENERAL) == describe_claims(text, REQUESTS) != ""
        assert describe_claims(text, SUPPORT) == f"{describe_claims(text, REQUESTS)}?"
    assert describe_claims("办结39件", GENERAL) == ""
    assert describe_claims("办理行政复议案件300件", GENERAL) == ""


def test_under_reviews_and_suits_a_bare_request_is_a_request_for_review() -> None:
    assert describe_claims("收到申请9件，办结8件，全部办结", REMEDIES) == ""
    assert describe_claims("收到政府信息公开申请9件", REMEDIES) == "received=9"
    for place in EVERYWHERE:
        assert (
            describe_claims("被申请行政复议2件，办结2件，均已办结", place).rstrip("?") == "review=2"
        )


def test_the_sentence_before_says_what_is_finished() -> None:
    before = "全年受理政府信息公开申请40件。"
    assert describe_claims("办结39件", GENERAL, before) == "finished=39?"
    assert describe_claims("办结39件", GENERAL, f"{before}开展培训3次。") == ""


@pytest.mark.parametrize(
    ("word", "number"),
    [("1,234", 1234), ("十二", 12), ("一百零五", 105), ("四〇", 40), ("一万二千零三", 12_003)],
)
def test_numerals(word: str, number: int) -> None:
    assert parse_number(word) == number


def test_long_lines_take_no_time() -> None:
    none = ("没有", "没有行政复议、", "行政复议案件", "因政府信息公开申请", "未发生")
    for piece in (*none, "区县局", "的", "总数量共计", "申请公开", "公民、法人和其他组织", "1件"):
        line = describe_claims(piece * (1000 // len(piece)))
        assert line == describe_claims(piece * (1000 // len(piece)))


FIGURES = """--- config.yaml
站点: {名称: 样例, 机关: 样例}
--- content/2021/figures.yaml
表式: 2021
主动公开:
  行政事业性收费: [12.6]
复议诉讼:
  行政复议: [4, 0, 0, 0, 4]
  行政诉讼:
    未经复议直接起诉: [2, 0, 0, 0, 2]
    复议后起诉: [1, 0, 0, 0, 1]
--- content/2021/report.md
---
标题: 样例2021年政府信息公开工作年度报告
---

## 四、政府信息公开行政复议、行政诉讼情况

"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有被申请行政复议。", "n003/doubt:review.0"),
        ("全年无行政复议、行政诉讼。", "n003/doubt:suit.0"),
        ("行政事业性收费13.6万元。", "n003/doubt:fee.13.6"),
        ("行政事业性收费126000元。", ""),
        ("行政事业性收费13万元。", ""),
        ("被提起行政诉讼3件。", ""),
        ("被提起行政诉讼2件。", "n003/doubt:suit.2"),
        ("被提起行政诉讼7件。", "n003/differs:suit.7"),
        ("被提起行政诉讼0件。", "n003/differs:suit.0"),
        ("各单位受理政府\n信息公开行政复议9件。", "n003/doubt:review.9"),
        ("各单位受理政府信息。\n信息公开行政复议9件。", "n003/differs:review.9"),
    ],
)
def test_what_is_said_of_a_number(text: str, expected: str, make_project: ProjectFactory) -> None:
    out = make_project(f"{FIGURES}{text}\n").check(only="n003").output
    assert (f"编号：{expected}\n" in out) if expected else ("没有发现问题" in out)


def test_the_kinds_that_forms_may_name_are_those_that_are_recognized() -> None:
    usual = {kind for kind, _ in usual_patterns._COMPILED}  # noqa: SLF001 - the one list of them
    rare = {kind for kinds, _ in rare_patterns._COMPILED for kind in kinds}  # noqa: SLF001 - same
    endings = {
        f"{subject}-{name}"
        for subject in ("review", "direct", "after-review", "suit")
        for name, _ in outcomes._COMPILED  # noqa: SLF001 - same
    }
    assert usual | rare | endings | {"done"} == CLAIM_KINDS
