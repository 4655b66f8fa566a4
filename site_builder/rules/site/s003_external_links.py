"""链接到政府网站以外的网站。

查什么：
    正文里链接到的网站，既不是政府网站（.gov.cn、.政务和设置里的“政府网站”），也不在“许可外链”
    里的；一个网站只提醒一次。设置里写的链接（导航、页眉链接、页脚链接等）不查：写设置的人核对过，
    写在那里就是许可，只许可那一处。
依据：
    《政府网站发展指引》（国办发〔2017〕47号）：加强链接的审核和管理，链接非政府网站的，打开时提示。
错误示例：
    [招聘信息](https://www.example.org/jobs)，而“许可外链”里没有 www.example.org。
怎么改：
    打开链接核对内容；可以保留的，把网站写进 config.yaml 的“许可外链”，不合适的删去。
"""

from collections.abc import Iterator

from site_builder.core.web_addresses import host_of
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    approved = site_context.context.settings.external_hosts
    locations_by_host: dict[str, list[Location]] = {}
    documents = site_context.site.all_documents()
    for document in documents:
        for link in document.links:
            if link.is_external:
                host = host_of(link.target)
                locations_by_host.setdefault(host, []).append(link.location)
    for host, locations in sorted(locations_by_host.items()):
        if not any(
            host == approved_host or host.endswith(f".{approved_host}")
            for approved_host in approved
        ):
            yield _diagnostic(host, locations)


def _diagnostic(host: str, locations: list[Location]) -> Diagnostic:
    files = len({location.file for location in locations})
    return Diagnostic(
        "s003/host",
        Severity.WARNING,
        min(locations),
        f"“{host}”不是政府网站，也不在“许可外链”里（{files} 个文件链接到它）",
        "请打开核对；可以保留的，把它写进 config.yaml 的“许可外链”。",
        basis="《政府网站发展指引》（国办发〔2017〕47号）对链接的管理要求。",
        subject=host,
        actual=host,
    )
