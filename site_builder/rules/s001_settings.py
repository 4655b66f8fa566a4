"""设置里没有填好的内容。

查什么：
    config.yaml 里用“待补充”“待定”“xxx”一类的字样占位的项目；法律要求公布的项目（联系方式、备案
    编号、标识码）另作 s001/required。空着的项目另有提示，不在这里查。
依据：
    《政府网站发展指引》（国办发〔2017〕47号）：页头、页脚的名称和标识应当真实、完整。
错误示例：
    主办单位: 待补充
怎么改：
    填上核实过的内容；不知道的空着，页面自动显示“待补充”，检查会提醒。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Inspection
from site_builder.model.rule import SiteRule
from site_builder.rules.unfinished import unfinished


def _find(inspection: Inspection) -> Iterator[Diagnostic]:
    settings = inspection.desk.settings
    for field in inspection.desk.fields.settings:
        group, _, name = field.id.rpartition(".")
        value = getattr(settings.contact if group == "contact" else settings, name, "")
        if field.id in settings.places and isinstance(value, str) and unfinished(value):
            label = f"{field.group} → {field.key}" if field.group else field.key
            yield Diagnostic(
                "s001/required" if field.law else "s001/placeholder",
                Severity.WARNING,
                settings.places[field.id],
                f"“{label}”写的是“{value}”，还没有填好",
                "请填上核实过的内容；不知道的空着，页面自动显示“待补充”。",
                basis=f"{field.asks}。"
                if field.law
                else "《政府网站发展指引》（国办发〔2017〕47号）",
                subject=label,
                stated=value,
            )


RULE = SiteRule("s001", "设置里没有填好的内容", _find, frozenset(("s001/required",)))
