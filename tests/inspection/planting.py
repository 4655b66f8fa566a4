"""Ways to plant a fault in a made-up portal."""

from collections.abc import Callable

from tests.inspection.portals import HTML, Portal, page, report_body, report_title

Plant = Callable[[Portal], None]


def edit(part: str, old: str, new: str) -> Plant:
    return lambda portal: portal.edit(part, old, new)


def remove(part: str) -> Plant:
    return lambda portal: portal.files.pop(portal.places[part], None) and None


def put(part: str, data: bytes, kind: str = HTML) -> Plant:
    def plant(portal: Portal) -> None:
        portal.files[portal.places[part]] = (data, kind)

    return plant


def both(*plants: Plant) -> Plant:
    def plant(portal: Portal) -> None:
        for each in plants:
            each(portal)

    return plant


def old_form(portal: Portal) -> None:
    """Write the report of a year by the form of years before, in page and attachment."""
    portal.edit("report-2023", report_body(2023), report_body(2023, "annual-report-2019"))
    remove_attachment(2023)(portal)


def remove_attachment(year: int) -> Plant:
    """Take away an attachment with the link to it, so that the page alone is the report."""

    def plant(portal: Portal) -> None:
        path = portal.places[f"report-{year}"]
        text = portal.files[path][0].decode(portal.encoding)
        start = text.index("<p><a href=")
        portal.edit(f"report-{year}", text[start : text.index("</p>", start) + 4], "")

    return plant


def in_report(year: int, old: str, new: str) -> Plant:
    return both(remove_attachment(year), edit(f"report-{year}", old, new))


def drop_table(portal: Portal) -> None:
    """Leave out the last table of a report."""
    remove_attachment(2024)(portal)
    text = portal.files[portal.places["report-2024"]][0].decode(portal.encoding)
    start = text.rindex("<table>")
    portal.edit("report-2024", text[start : text.index("</table>", start) + 8], "")


def wrong_charset(part: str) -> Plant:
    """Write a page in another encoding than it says."""

    def plant(portal: Portal) -> None:
        path = portal.places[part]
        data, kind = portal.files[path]
        other = "utf-8" if portal.encoding != "utf-8" else "gb18030"
        portal.files[path] = (data.decode(portal.encoding).encode(other), kind)

    return plant


def second_report(portal: Portal) -> None:
    """Publish another report of a year, with other figures."""
    text = portal.files[portal.places["report-2024"]][0].decode(portal.encoding)
    changed = text.replace(">4</td>", ">7</td>")
    assert changed != text
    address = portal.places["report-2024"].replace(".html", "9.html")
    portal.files[address] = (changed.encode(portal.encoding), HTML)
    portal.edit("home", "</div>", f'<a href="{address}">{report_title(2024)}（修订）</a></div>')


def extra_page(name: str, title: str, body: str) -> Plant:
    """Add a page that the home page links to."""

    def plant(portal: Portal) -> None:
        path = f"{portal.start.rpartition('/')[0]}/{name}.html"
        charset = "utf-8" if portal.encoding == "utf-8" else "gb2312"
        portal.write(name, path, page(title, body, charset))
        portal.edit("home", "</div>", f'<a href="{path}">{title}</a></div>')

    return plant


def dead_link(portal: Portal) -> None:
    portal.edit("home", "</div>", '<a href="missing.html">已经撤下的页</a></div>')


GUIDE_LINES = {
    "分类": "<p>一、信息的分类：机构职能、规划、预算决算等。</p>",
    "编排体系": "<p>二、编排体系：按事项和年度编排，每条有索引号。</p>",
    "办公地址": "<p>办公地址：青禾县示例路1号园区管委会大楼。</p>",
    "办公时间": "<p>办公时间：工作日上午9时至12时，下午2时至5时。</p>",
    "联系电话": "<p>联系电话：0000-1234567。</p>",
    "传真号码": "<p>传真号码：0000-1234568。</p>",
    "互联网联系方式": "<p>电子邮箱：gongkai@example.gov.cn。</p>",
}


def no_title(part: str) -> Plant:
    """Leave the title of a page empty."""

    def plant(portal: Portal) -> None:
        text = portal.files[portal.places[part]][0].decode(portal.encoding)
        start = text.index("<title>") + 7
        portal.edit(part, text[start : text.index("</title>")], "")

    return plant


def unlink(label: str) -> Plant:
    """Take the link to a column out of all menus."""

    def plant(portal: Portal) -> None:
        for path, (data, kind) in list(portal.files.items()):
            if kind == HTML:
                text = data.decode(portal.encoding)
                portal.files[path] = (text.replace(label, "栏目").encode(portal.encoding), kind)
        guide = portal.places["guide"]
        for path, (data, kind) in list(portal.files.items()):
            if kind == HTML:
                text = data.decode(portal.encoding).replace(
                    f'<a href="{guide}">政府信息栏目</a>', ""
                )
                portal.files[path] = (text.encode(portal.encoding), kind)

    return plant


def drop_year(portal: Portal) -> None:
    """Let a year's report be missing between two others: the oldest becomes older."""
    path = portal.places["report-2023"]
    text = portal.files[path][0].decode(portal.encoding)
    older = text.replace("2023", "2022").replace("2024-01-15", "2023-01-15")
    portal.files[path] = (older.encode(portal.encoding), HTML)
    remove_attachment(2023)(portal)
    rest = portal.places["reports-2"]
    data, kind = portal.files[rest]
    changed = data.decode(portal.encoding).replace(report_title(2023), report_title(2022))
    portal.files[rest] = (changed.encode(portal.encoding), kind)
