"""Numbers of lists that do not follow on, and which headings are the parts of a report."""

from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.diagnostic import warning

PART_LEVEL = 2
"""Level of the headings of a report's parts, which its form checks."""


def report_numbers(text: MarkdownSource) -> None:
    """Report the numbers that do not follow: each begins a list of its own."""
    for line, previous, number in text.env.get("numbers", []):
        message = f"编号“{number}.”没有接着上一项的“{previous}.”，照原样印出来"
        hint = "请核对编号，每一项比上一项大 1；另一个列表的，前面加一行文字。"
        text.diagnostics.append(warning("prose/list", text.line_location(line), message, hint))
