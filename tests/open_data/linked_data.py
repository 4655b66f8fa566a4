"""Read the linked data of pages with rdflib."""

import lxml.html

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import figures, report

ROOT = "https://gk.shifan-park.example/"


def make_small_project(make_project: ProjectFactory, config: str) -> Project:
    return make_project(
        f"--- config.yaml\n{config}--- content/2021/report.md\n{report(2021)}\n"
        f"--- content/2021/figures.yaml\n{figures(2021)}"
    )


# --- Open Graph ----------------------------------------------------------------------------------


def open_graph_properties(page: str) -> list[tuple[str, str]]:
    tree = lxml.html.document_fromstring(page)
    return [
        (str(element.get("property")), str(element.get("content")))
        for element in tree.iter("meta")
        if element.get("property")
    ]
