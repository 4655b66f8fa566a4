"""A portal whose pages of reports only link to an attachment, as many do."""

from collections.abc import Mapping
from urllib.parse import quote

from tests.inspection.portals import HTML, Portal, page, report_title, trs

FOLDER = "/zwgk/zfxxgk/nb"
BINARY = "application/octet-stream"


def attached_portal(files: Mapping[int, tuple[str, bytes]]) -> Portal:
    """Build a portal with these attachments, each under the page of its year."""
    portal = trs()
    items = ""
    for year, (name, data) in files.items():
        link = f"./{year}/{name}"
        body = f'<p>发布日期：{year + 1}-01-15</p><p>附件：<a href="{link}">{name}</a></p>'
        place = f"{FOLDER}/t{year}.html"
        portal.write(f"report-{year}", place, page(report_title(year), body, "gb2312"))
        portal.places[f"file-{year}"] = f"{FOLDER}/{year}/{quote(name)}"
        portal.files[portal.places[f"file-{year}"]] = (data, BINARY)
        items += f'<li><a href="./t{year}.html">{report_title(year)}</a></li>'
    listing = page("政府信息公开年报", f"<ul>{items}</ul>", "gb2312")
    portal.files[portal.places["reports"]] = (listing.encode(portal.encoding), HTML)
    return portal
