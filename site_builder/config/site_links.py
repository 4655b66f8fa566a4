"""`页眉链接:`, `页脚链接:`, `导航:` — links that an office adds to the frame of all pages."""

from site_builder.config.validators import is_absolute_url
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Schema, SchemaField, parse_text, read_mappings
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.settings import SiteLink

SITE_LINK_KEYS = {"label": "名称", "url": "网址"}
"""What is written of a link, by the names of its fields."""
NAVIGATION_KEYS = {**SITE_LINK_KEYS, "page": "网页"}
"""An entry of the navigation may lead to a page of the office's own."""
_CODE = "settings/value"
_MAX_LINKS = 12
_URL_HINT = "网址写成 https://www.example.gov.cn/… 这样，中间没有空格和引号。"


def read_site_links(node: Node) -> tuple[tuple[SiteLink, ...], tuple[Diagnostic, ...]]:
    """Read links to other sites."""
    return _read(
        node, "每一项写成“- {名称: 某市人民政府, 网址: https://www.example.gov.cn/}”。", ()
    )


def read_navigation(node: Node) -> tuple[tuple[SiteLink, ...], tuple[Diagnostic, ...]]:
    """Read entries of the navigation: links to other sites, or to pages of the office's own."""
    return _read(node, "每一项写成“- {名称: 机构简介, 网页: about.md}”，或者写“网址”。", ("page",))


def _read(
    node: Node, shape: str, more: tuple[str, ...]
) -> tuple[tuple[SiteLink, ...], tuple[Diagnostic, ...]]:
    fields = tuple(
        SchemaField(name, NAVIGATION_KEYS[name], parse_text, required=name == "label")
        for name in ("label", "url", *more)
    )
    schema = Schema(
        _CODE,
        fields,
        unknown=lambda key: (f"链接里没有“{key}”", shape),
        missing=lambda _, location: error(_CODE, location, "链接要写明“名称”", shape),
    )
    items, problems = read_mappings(node, schema, ValueProblem("这里应当是列表", shape))
    diagnostics = list(problems)
    links = []
    for item_node, item in items:
        link = SiteLink(
            " ".join(item.text("label").split()),
            item.text("url").strip(),
            item.text("page").strip() if more else "",
            item_node.location,
        )
        problem = _problem(link, shape, takes_page=bool(more))
        if problem:
            diagnostics.append(error(_CODE, item_node.location, *problem))
        else:
            links.append(link)
    if len(links) > _MAX_LINKS:
        hint = f"最多 {_MAX_LINKS} 个：链接太多，读者找不到要用的。"
        diagnostics.append(error(_CODE, node.location, f"链接有 {len(links)} 个", hint))
    return tuple(links), tuple(diagnostics)


def _problem(link: SiteLink, shape: str, *, takes_page: bool) -> tuple[str, str] | None:
    """Return what is wrong with a link, and the hint; None when nothing is."""
    if not link.label:
        return "链接要写明“名称”", shape
    if bool(link.url) == bool(link.page):
        choices = "“网址”和“网页”要写一个，不能两个都写" if takes_page else "链接要写明“网址”"
        return choices, shape
    if link.url and not is_absolute_url(link.url):
        return f"“{link.label}”的网址不完整：{link.url}", _URL_HINT
    return None
