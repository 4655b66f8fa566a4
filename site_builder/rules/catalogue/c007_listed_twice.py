"""同一文件在目录里列了两次。

查什么：
    名称和发文字号都相同的两条信息。只有名称相同的，见 s004。
依据：
    《政府信息公开条例》第十二条（目录及时更新）。同一文件有两个索引号，修改、废止时容易漏改一处。
错误示例：
    两个文件的名称都是“关于调整服务时间的通知”，发文字号都是“示管发〔2021〕3号”。
怎么改：
    只留一个，另一个删去，链接改指留下的；确实是两个文件的，核对名称和发文字号。
"""

from collections.abc import Iterator
from operator import attrgetter

from site_builder.core.text.suggest import normalize_label
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule_context import SiteContext


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    paths_by_key: dict[tuple[str, str], str] = {}
    for entry in sorted(site_context.site.entries, key=attrgetter("source.path")):
        if not entry.document_number:
            continue
        key = normalize_label(entry.title), normalize_label(entry.document_number)
        if key in paths_by_key:
            yield Diagnostic(
                "c007/twice",
                Severity.WARNING,
                entry.location_of("title"),
                f"名称和发文字号（{entry.document_number}）与 {paths_by_key[key]} 相同",
                "请只留一个；确实是两个文件的，请核对名称和发文字号。",
                basis="《政府信息公开条例》第十二条：目录及时更新。",
                subject=entry.document_number,
                actual=entry.title,
            )
        paths_by_key.setdefault(key, entry.source.display_path)
