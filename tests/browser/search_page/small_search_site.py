"""A small site with a search page, and how a person asks it."""

from tests.helpers.search_reference import make_library
from tests.properties.small_site import document

LINE = "示管〔2022〕75号，“一网通办”和《示范办法》"


def texts() -> dict[str, str]:
    """A catalogue with standing texts that would fit its filters, and dates in all forms."""
    files = make_library(120)
    files["content/guide.md"] = "---\n标题: 政府信息公开指南\n---\n说明。\n"
    files["content/2020/index.md"] = "---\n标题: 2020年\n---\n本年情况。\n"
    rule = "---\n标题: 某制度\n施行日期: 2020-05-01\n有效性: 有效\n---\n要点。\n"
    files["content/rules/one.md"] = rule
    forms = ("2033年03月", "2033.3", "2033/3", "2033-03", "2033年3月")
    for number, form in enumerate(forms):
        files[f"content/2021/documents/m{number}.md"] = document(2021, number, body=f"自{form}起。")
    files["content/2021/documents/m9.md"] = document(2021, 9, body="在2033-10-05办。2033-1-9办。")
    pieces = document(2021, 8, title="自2022.8.10起施行", body=LINE).replace(
        "有效性", "体裁分类: 制度\n有效性"
    )
    files["content/2021/documents/m8.md"] = pieces
    for number, text in enumerate(
        ("公布“三公”经费。", "公布三公经费。", "共1,234.5元、3-5天。"), 20
    ):
        path = f"content/2021/documents/m{number}.md"
        files[path] = document(2021, number, title=f"第{number}号", body=text)
    return files
