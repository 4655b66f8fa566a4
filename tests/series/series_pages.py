"""Read the page of figures over the years: its values, changes and carried cases."""

from collections.abc import Iterator

import lxml.html

from tests.helpers import Site
from tests.series.series_sites import Key

URL = "reports/figures.html"


def page_of(site: Site) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(site.outcome.text(URL))


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def key_of(line: str) -> Key:
    """Return the cell that the id of a line stands for."""
    definition, *path = line.removeprefix("series-").split("_")
    if definition == "proactive":
        return definition, path[1], path[2]
    if definition == "requests":
        return definition, ".".join(path), "applicant.total"
    if definition == "applicants":
        return "requests", "new", ".".join(path)
    return definition, "value", ".".join(path)


def displayed_values(site: Site) -> Iterator[tuple[int, Key, str, str]]:
    """Yield year, cell, value and difference of all cells of all tables of figures."""
    for cell in page_of(site).xpath("//td[starts-with(@headers, 'series-')]"):
        year, *lines = cell.get("headers").split()
        (value,) = cell.find_class("series-table__value")
        changes = [text_of(element) for element in cell.find_class("series-table__change")]
        yield int(year[-4:]), key_of(lines[-1]), text_of(value), "".join(changes)


# --- the year before --------------------------------------------------------------------------


def carry_over_rows(site: Site) -> dict[tuple[str, str], list[str]]:
    """Return the results of the page's checks, by sentence and line, year by year."""
    return {
        (row.getparent().getparent().xpath("caption")[0].text_content(), text_of(row[0])): [
            text_of(cell) for cell in row.xpath("td")
        ]
        for row in page_of(site).xpath("//tr[td[starts-with(@headers, 'carried-')]]")
    }


CARRIED = "核对：上年结转等于上年报告的结转下年度继续办理"
