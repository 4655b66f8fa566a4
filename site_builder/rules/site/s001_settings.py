"""设置里没有填好的内容。

查什么：
    config.yaml 里用“待补充”“待定”“xxx”一类的字样占位的项目；法律要求公布的项目（联系方式、备案
    编号、标识码）另作 s001/required。空着的项目另有提示，不在这里查。
    各项内容和“接受”的理由里疑似个人的号码、邮箱，作 s001/personal。
依据：
    《政府网站发展指引》（国办发〔2017〕47号）：页头、页脚的名称和标识应当真实、完整。
错误示例：
    主办单位: 待补充
怎么改：
    填上核实过的内容；不知道的空着，页面自动显示“待补充”，检查会提醒。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.digits import masked
from site_builder.model.rule_context import SiteContext
from site_builder.rules.personal_numbers.numbers import BASIS
from site_builder.rules.placeholders.unfinished import find_unfinished


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    settings = site_context.context.settings
    yield from _check_personal_numbers(site_context)
    for field in site_context.context.standards.settings:
        group, _, name = field.id.rpartition(".")
        value = getattr(settings.contact if group == "contact" else settings, name, "")
        if field.id in settings.locations and isinstance(value, str) and find_unfinished(value):
            label = f"{field.group} → {field.key}" if field.group else field.key
            yield Diagnostic(
                "s001/required" if field.required_by_law else "s001/placeholder",
                Severity.WARNING,
                settings.locations[field.id],
                f"“{label}”写的是“{value}”，还没有填好",
                "请填上核实过的内容；不知道的空着，页面自动显示“待补充”。",
                basis=f"{field.required_by}。"
                if field.required_by_law
                else "《政府网站发展指引》（国办发〔2017〕47号）",
                subject=label,
                actual=value,
            )


_TELEPHONES = ("contact.phone", "contact.fax")


def _check_personal_numbers(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Ask about numbers of persons in what every page shows and in reasons, which are stored."""
    settings = site_context.context.settings
    texts = [
        (suppression.location, "接受", suppression.reason) for suppression in settings.suppressions
    ]
    for field in site_context.context.standards.settings:
        group, _, name = field.id.rpartition(".")
        value = getattr(settings.contact if group == "contact" else settings, name, "")
        if isinstance(value, str) and field.id in settings.locations.keys() - set(_TELEPHONES):
            texts.append((settings.locations[field.id], field.key, value))
    for location, label, value in texts:
        if masked(value) != value:
            yield Diagnostic(
                "s001/personal",
                Severity.WARNING,
                location,
                f"“{label}”里疑似有个人的号码或邮箱：{masked(value)[:_MAX_LENGTH]}",
                "请删去；要对外公布的工作手机、单位账号，请写进“公开联系方式”。",
                basis=BASIS,
                subject=label,
            )


_MAX_LENGTH = 60
