"""四个栏目齐全，都有内容。

查什么：
    政府信息公开指南、政府信息公开制度、法定主动公开内容、政府信息公开年报四个栏目，以及依申请公开
    页面，是不是都有内容。栏目可以先建后补，只作提醒；公开指南和目录是条例要求的，没有的不能发布。
依据：
    《政府信息公开条例》第十二条；国办公开办函〔2019〕61号（公开平台设四个栏目）。
错误示例：
    content 里没有 guide.md；或者 content/rules 是空的。
怎么改：
    按提示补上文件。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext

_PLATFORM = "国办公开办函〔2019〕61号：公开平台设指南、制度、法定主动公开内容、年报四个栏目。"
_LISTS = "《政府信息公开条例》第十二条：编制、公布政府信息公开指南和目录并及时更新。"
_HINTS = {
    "guide": (
        "请写 content/guide.md，说明信息的分类、编排体系、获取方式。",
        _LISTS,
    ),
    "rules": ("请把条例、办法和本单位的制度放进 content/rules。", _PLATFORM),
    "catalogue": ("请把公开的文件放进年份文件夹，如 content/2021/documents。", _LISTS),
    "reports": (
        "请把年报放进年份文件夹，如 content/2021/report.md 和 figures.yaml。",
        "《政府信息公开条例》第四十九条：每年1月31日前公布上一年度政府信息公开工作年度报告。",
    ),
    "apply": (
        "请写 content/apply.md，说明怎样申请、多长时间答复、是否收费、不服怎么办。",
        "《政府信息公开条例》第二十七条：公民、法人或者其他组织可以申请获取相关政府信息。",
    ),
}


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    if not site_context.sources:
        return  # there is no site, and the scan has reported it
    filled = _filled_channels(site_context)
    for channel in site_context.context.standards.channels:
        if channel.id in _HINTS and channel.id not in filled:
            hint, basis = _HINTS[channel.id]
            yield Diagnostic(
                f"c008/{channel.id}",
                Severity.WARNING,
                Location("content"),
                f"“{channel.label}”还没有内容",
                hint,
                basis=basis,
                subject=channel.label,
            )


def _filled_channels(site_context: SiteContext) -> frozenset[str]:
    """Return the columns that have something in them, be it a file with errors."""
    empty = {path for path, page in site_context.site.pages.items() if not page.prose.text.strip()}
    pages = {source.path for source in site_context.sources if source.kind == "page"} - empty
    kinds = {source.kind for source in site_context.sources}
    has = {
        "guide": "guide.md" in pages,
        "rules": "rule" in kinds,
        "catalogue": bool(kinds & {"document", "report"}),
        "reports": bool(kinds & {"report", "figures"}),
        "apply": "apply.md" in pages,
    }
    return frozenset(channel for channel, full in has.items() if full)
