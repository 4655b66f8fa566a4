"""The example's tables with merged cells: as browsers expose them, and as telephones show them."""

from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import SiteOf

URL = "2022/documents/statistics.html"
TABLE = ".prose-table:has(caption)"
ROLES = ("caption", "columnheader", "rowheader", "cell")


def accessibility_nodes(page: Page) -> list[tuple[str, str]]:
    """List the parts of the table that a screen reader is given: role and name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    region = next(
        node
        for node in nodes
        if not node["ignored"] and str(node.get("name", {}).get("value", "")).startswith("表格 2：")
    )
    result = []
    waiting = [region]
    while waiting:
        node = waiting.pop(0)
        waiting = [by_id[child] for child in node.get("childIds", [])] + waiting
        role = node.get("role", {}).get("value", "").lower()
        if role in ROLES or role == "gridcell":
            result.append((role.removeprefix("grid"), node.get("name", {}).get("value", "")))
    return result


def test_chromium_hears_headers_where_they_are(site_of: SiteOf, page: Page) -> None:
    visit(page, site_of("built_example"), URL)
    nodes = accessibility_nodes(page)
    names = {role: [name for node_role, name in nodes if node_role == role] for role in ROLES}
    assert len(names["caption"]) == 1
    assert names["columnheader"] == [
        *("行业", "企业数（家）", "总产值（亿元）"),
        *("2021年", "2020年") * 2,
    ]
    assert names["rowheader"] == [
        *("高端装备产业", "智能制造", "航空部件"),
        *("新材料产业", "金属材料", "化工材料"),
        *("其他产业", "食品加工", "其他制造", "合计"),
    ]
    assert len(names["cell"]) == 28


def test_a_telephone_scrolls_the_table_and_not_the_page(site_of: SiteOf, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    visit(page, site_of("built_example"), URL)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    sizes = "one => [one.scrollWidth, one.clientWidth]"
    wide, room = page.locator(TABLE).evaluate(sizes)
    assert wide > room, "the table has room for its numbers"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
