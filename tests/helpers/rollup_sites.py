"""A built rollup, and its tables as texts."""

from dataclasses import dataclass
from pathlib import Path

from lxml import html

from tests.helpers import read_tree, run_cli

TODAY = "2026-06-01"


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    label: str
    cells: tuple[str, ...]
    links: tuple[str, ...]


@dataclass
class RollupSite:
    """What one run left behind."""

    exit_code: int
    output: str
    folder: Path
    files: dict[str, bytes]

    def rows(self, url: str, caption: str = "") -> list[Row]:
        """Return the rows of the tables of a page, or of those with a caption."""
        tree = html.document_fromstring(self.files[url].decode())
        for hidden in tree.xpath("//td//span[@class='visually-hidden']"):
            hidden.drop_tree()
        return [
            Row(
                _text(line.find("th")),
                tuple(_text(cell) for cell in line.findall("td")),
                tuple(str(link.get("href")) for link in line.iter("a")),
            )
            for table in tree.iter("table")
            if caption in _text(table.find("caption"))
            for line in table.iter("tr")
            if line.find("td") is not None
        ]

    def text(self, url: str) -> str:
        """Return the text of a page."""
        return _text(html.document_fromstring(self.files[url].decode()).find(".//main"))


def _text(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(str(element.text_content()).split())


def run_rollup(project: Path, *options: str, output: str = "rollup") -> RollupSite:
    """Run the command as its users do."""
    folder = project / output
    argv = ("rollup", "--project", str(project), "--output", str(folder), "--today", TODAY)
    exit_code, printed, _ = run_cli(*argv, *options)
    files = dict(read_tree(folder)) if folder.exists() else {}
    return RollupSite(exit_code, printed, folder, files)
