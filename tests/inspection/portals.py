"""Three made-up portals, written as jcms, TRS and gkmlpt write theirs; all in them is fictional."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from site_builder.model.figures import Cell, CellKey
from tests.helpers.standards import STANDARDS
from tests.importing.office_files import Block, docx_file, html_page
from tests.importing.sample_report import grids

YEARS = (2023, 2024)
TODAY = "2025-03-01"
BODY = "青禾县示例园区管理委员会"
HTML = "text/html"

GUIDE = """\
<p>根据《中华人民共和国政府信息公开条例》（国务院令第711号），编制本指南。</p>
<p>一、信息的分类：机构职能、规划、预算决算等。</p>
<p>二、编排体系：按事项和年度编排，每条有索引号。</p>
<p>三、获取方式：网上查阅，也可以依法申请。</p>
<p>四、政府信息公开工作机构：园区综合科。</p>
<p>办公地址：青禾县示例路1号园区管委会大楼。</p>
<p>办公时间：工作日上午9时至12时，下午2时至5时。</p>
<p>联系电话：0000-1234567。</p>
<p>传真号码：0000-1234568。</p>
<p>电子邮箱：gongkai@example.gov.cn。</p>
"""
APPLY = """\
<p>公民、法人或者其他组织可以申请公开政府信息。</p>
<p>申请应当包括申请人的姓名或者名称、身份证明、联系方式和信息的名称等描述。</p>
<p>自收到申请之日起20个工作日内予以答复；需要延长的，最长不超过20个工作日。</p>
<p>可以向上级机关投诉、举报，也可以依法申请行政复议或者提起行政诉讼。</p>
<p>对不予公开的答复不服的，应当先申请行政复议。</p>
"""
RULES = """\
<p>《中华人民共和国政府信息公开条例》自2019年5月15日起施行。</p>
<p>园区公开审查办法：先审查、后公开，谁公开谁负责。</p>
"""
TABLE = """\
<table><tr><th>索引号</th><th>名称</th><th>内容概述</th><th>生成日期</th></tr>
<tr><td>QHYQ-2024-00001</td><td>园区机构职能</td><td>写明职能和内设机构</td><td>2024-03-01</td></tr>
</table>
"""


@dataclass
class Portal:
    """Files of a portal by their path with query, and where its parts are."""

    family: str
    start: str
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """`guide`, `apply`, `rules`, `catalogue`, `reports`, `report-2023`, `file-2024` … → path."""
    encoding: str = "utf-8"

    def edit(self, part: str, old: str, new: str) -> None:
        """Replace words of a part that must be there."""
        path = self.places.get(part, part)
        data, kind = self.files[path]
        text = data.decode(self.encoding)
        assert old in text, (part, old)
        self.files[path] = (text.replace(old, new, 1).encode(self.encoding), kind)

    def write(self, part: str, path: str, text: str, kind: str = HTML) -> None:
        self.places[part] = path
        self.files[path] = (text.encode(self.encoding), kind)


def cells_of(year: int) -> dict[CellKey, Cell]:
    """Return figures in which every identity holds, a few of them not zero."""
    form = STANDARDS.forms["annual-report-2021" if year > 2020 else "annual-report-2019"]
    cells: dict[CellKey, Cell] = {
        (table.id, row.path, column.path): 0
        for table in form.tables()
        for _, row, column in table.cells()
    }
    rows = list(dict.fromkeys(row for table, row, _ in cells if table == "requests"))
    result = next(row for row in rows if row.startswith("results."))
    for row in ("new", result, "results.total"):
        for column in ("applicant.natural", "applicant.total"):
            assert ("requests", row, column) in cells
            cells["requests", row, column] = year % 10
    return cells


@cache
def report_blocks(year: int, form_id: str = "annual-report-2021") -> tuple[Block, ...]:
    form = STANDARDS.forms[form_id]
    cells = cells_of(year if form_id == "annual-report-2021" else 2019)
    tables = grids(form, cells)
    blocks: list[Block] = []
    for part in form.parts:
        blocks.append(("h2", part.title))
        blocks += [("table", grid) for grid in tables.get(part.id, ())]
        if part.id not in tables:
            blocks.append(("p", "全年工作按照《条例》的要求有序开展，没有其他需要报告的事项。"))
    return tuple(blocks)


def report_title(year: int) -> str:
    return f"{BODY}{year}年政府信息公开工作年度报告"


def report_file(year: int) -> bytes:
    return docx_file([("h1", report_title(year)), *report_blocks(year)])


def report_body(year: int, form_id: str = "annual-report-2021") -> str:
    page = html_page("", report_blocks(year, form_id))
    return page[page.index("<h2>") :]


def page(title: str, body: str, charset: str, menu: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}">'
        f'<title>{title}_{BODY}</title></head><body><div class="nav">{menu}</div>'
        f'<h1>{title}</h1><div class="content">{body}</div></body></html>'
    )


def report_page(year: int, charset: str, attachment: str) -> str:
    body = f"<p>发布日期：{year + 1}-01-15</p>{report_body(year)}"
    body += f'<p><a href="{attachment}">{report_title(year)}.docx</a></p>'
    return page(report_title(year), body, charset)


def trs() -> Portal:
    """A portal as TRS WCM writes it: GBK, folders for columns, pages by a script."""
    portal = Portal("trs", "/zwgk/zfxxgk/index.html", encoding="gb18030")
    root = "/zwgk/zfxxgk"
    names = {"guide": "zfxxgkzn", "apply": "ysqgk", "rules": "zfxxgkzd", "catalogue": "fdzdgknr"}
    labels = {
        "guide": ("政府信息公开指南", GUIDE),
        "apply": ("依申请公开", APPLY),
        "rules": ("政府信息公开制度", RULES),
        "catalogue": ("法定主动公开内容", TABLE),
    }
    menu = "".join(f'<a href="{root}/{names[k]}/index.html">{labels[k][0]}</a>' for k in names)
    menu += f'<a href="{root}/nb/index.html">政府信息公开年报</a>'
    portal.write("home", portal.start, page("政府信息公开", menu, "gb2312"))
    for key, (label, body) in labels.items():
        portal.write(key, f"{root}/{names[key]}/index.html", page(label, body, "gb2312", menu))
    new, old = YEARS[-1], YEARS[0]
    pager = '<script>createPageHTML(2, 0, "index", "html");</script>'
    for part, name, year, script in (
        ("reports", "index.html", new, pager),
        ("reports-2", "index_1.html", old, ""),
    ):
        link = (
            f'<ul><li><a href="./t{year + 1}0115_1{year}.html">{report_title(year)}</a></li></ul>'
        )
        portal.write(
            part, f"{root}/nb/{name}", page("政府信息公开年报", link + script, "gb2312", menu)
        )
    for year in YEARS:
        name = f"P0{year}.docx"
        path = f"{root}/nb/t{year + 1}0115_1{year}.html"
        portal.write(f"report-{year}", path, report_page(year, "gb2312", f"./{name}"))
        _attach(portal, year, f"{root}/nb/{name}")
    return portal


def jcms() -> Portal:
    """A portal as jcms writes it: lists as records for a script, more of them by a proxy."""
    portal = Portal("jcms", "/col/col1001/index.html")
    columns = {
        "guide": (1002, "政府信息公开指南", GUIDE),
        "apply": (1003, "依申请公开", APPLY),
        "rules": (1004, "政府信息公开制度", RULES),
        "catalogue": (1005, "法定主动公开内容", TABLE),
    }
    menu = "".join(f'<a href="/col/col{n}/index.html">{t}</a>' for n, t, _ in columns.values())
    menu += '<a href="/col/col1006/index.html">政府信息公开年报</a>'
    portal.write("home", portal.start, page("政府信息公开", menu, "utf-8"))
    for key, (number, label, body) in columns.items():
        portal.write(key, f"/col/col{number}/index.html", page(label, body, "utf-8", menu))
    proxy = "/module/web/jpage/dataproxy.jsp?page=2&columnid=1006&unitid=9"
    records = _jcms_records(YEARS[-1], f'<a href="{proxy}"></a>')
    script = f'<div id="9"><script type="text/xml">{records}</script></div>'
    portal.write(
        "reports", "/col/col1006/index.html", page("政府信息公开年报", script, "utf-8", menu)
    )
    portal.write("reports-2", proxy, _jcms_records(YEARS[0], ""), "text/xml; charset=utf-8")
    for year in YEARS:
        file = f"/module/download/downfile.jsp?classid=0&filename={year}.docx"
        path = f"/art/{year + 1}/1/15/art_1006_{year}.html"
        portal.write(f"report-{year}", path, report_page(year, "utf-8", file))
        _attach(portal, year, file)
    return portal


def _jcms_records(year: int, following: str) -> str:
    link = f'<li><a href="/art/{year + 1}/1/15/art_1006_{year}.html">{report_title(year)}</a></li>'
    return (
        f"<datastore><totalrecord>{len(YEARS)}</totalrecord>"
        f"<nextgroup><![CDATA[{following}]]></nextgroup>"
        f"<recordset><record><![CDATA[{link}]]></record></recordset></datastore>"
    )


def gkmlpt() -> Portal:
    """A portal as the Guangdong platform writes it: columns as JSON."""
    portal = Portal("gkmlpt", "/gkmlpt/index")
    config = "<script>window._CONFIG = {SID: '765001'};</script>"
    columns = {"guide": "政府信息公开指南", "rules": "政府信息公开制度", "apply": "依申请公开"}
    bodies = {"guide": GUIDE, "rules": RULES, "apply": APPLY}
    menu = "".join(f'<a href="/gkmlpt/{key}">{label}</a>' for key, label in columns.items())
    menu += '<a href="/gkmlpt/index#11">政府信息公开年报</a>'
    menu += '<a href="/gkmlpt/index#12">法定主动公开内容</a>'
    portal.write("home", portal.start, page("政府信息公开", menu + config, "utf-8"))
    for key, label in columns.items():
        portal.write(key, f"/gkmlpt/{key}", page(label, bodies[key], "utf-8", menu))
    for number, year in enumerate(reversed(YEARS), 1):
        part = "reports" if number == 1 else f"reports-{number}"
        entry = {"title": report_title(year), "url": f"/gkmlpt/content/post_{year}.html"}
        _api(portal, part, _REPORTS, [entry])
        file = f"/attachment/0/{year}.docx"
        path = f"/gkmlpt/content/post_{year}.html"
        portal.write(f"report-{year}", path, report_page(year, "utf-8", file))
        _attach(portal, year, file)
    entry = {
        "identifier": "QHYQ-2024-00001",
        "title": "园区机构职能",
        "abstract": "写明职能和内设机构",
        "date": "2024-03-01",
        "url": "/gkmlpt/content/post_1.html",
    }
    _api(portal, "catalogue", 12, [entry])
    text = "<p>园区管理机构负责规划、建设和服务，设综合科、建设科。</p>"
    portal.write("document", "/gkmlpt/content/post_1.html", page("园区机构职能", text, "utf-8"))
    return portal


def _api(portal: Portal, part: str, column: int, entries: list[dict[str, str]]) -> None:
    """Write one answer about a column; that of the reports has an entry a page."""
    number = int(part.rpartition("-")[2]) if "-" in part else 1
    total = len(YEARS) if column == _REPORTS else 1
    text = json.dumps({"articles": entries, "total": total}, ensure_ascii=False)
    path = f"/gkmlpt/api/all/{column}?page={number}&sid=765001"
    portal.write(part, path, text, "application/json; charset=utf-8")


def _attach(portal: Portal, year: int, path: str) -> None:
    portal.places[f"file-{year}"] = path
    portal.files[path] = (report_file(year), "application/octet-stream")


_REPORTS = 11
FAMILIES: dict[str, Callable[[], Portal]] = {"jcms": jcms, "trs": trs, "gkmlpt": gkmlpt}
