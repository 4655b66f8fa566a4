"""Read tables as a screen reader does: over AT-SPI, each cell with the headers of the browser.

Run by the system's Python, which alone has `gi`: a line of JSON comes in for each page (its
address, how many tables and cells it shows), a line of JSON goes out with these tables.
"""

import json
import sys
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - its version is chosen first

Node = Any
TIMEOUT_SECONDS = 15.0
CELL, ROLES = Atspi.Role.TABLE_CELL, (Atspi.Role.TABLE, Atspi.Role.TABLE_CELL)
LEAVES = {Atspi.Role.PARAGRAPH, Atspi.Role.HEADING, Atspi.Role.LINK, Atspi.Role.STATIC, CELL}
"""What no table stands in: its inside is not asked for."""


def children(node: Node) -> Iterator[Node]:
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield child


def walk(node: Node) -> Iterator[tuple[Node, Any]]:
    role = node.get_role()
    yield node, role
    if role not in LEAVES:
        for child in children(node):
            yield from walk(child)


def document(address: str) -> Node | None:
    """Find the page among what all programs show."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()  # nothing notifies it of new windows here
    nodes = list(children(desktop))
    while nodes:
        node = nodes.pop()
        if node.get_role() != Atspi.Role.DOCUMENT_WEB:
            nodes.extend(children(node))
        elif node.get_document_attribute_value("URI") == address:
            return node
    return None


@cache
def name(node: Node) -> str:
    return str(node.get_name())


def cell_facts(node: Node) -> dict[str, object]:
    cell = node.get_table_cell()
    return {
        "text": node.get_name(),
        "columns": [name(header) for header in cell.get_column_header_cells()],
        "rows": [name(header) for header in cell.get_row_header_cells()],
    }


def tables(page: Node) -> list[dict[str, Any]]:
    """List the tables of a page in reading order, each with its name and its data cells."""
    result: list[dict[str, Any]] = []
    for node, role in walk(page):
        if role == Atspi.Role.TABLE:
            result.append({"name": node.get_name(), "cells": []})
        elif role == CELL:
            result[-1]["cells"].append(cell_facts(node))
    return result


def wait_for_tables(address: str, count: int, cells: int) -> list[dict[str, Any]]:
    """Wait until all tables of a page are there with all their cells; give what there is then."""
    end = time.monotonic() + TIMEOUT_SECONDS
    page_tables: list[dict[str, Any]] = []
    while time.monotonic() < end:
        page = document(address)
        page_tables = tables(page) if page is not None else []
        if len(page_tables) >= count and sum(len(table["cells"]) for table in page_tables) >= cells:
            break
        time.sleep(0.1)
    return page_tables


if __name__ == "__main__":
    Atspi.init()
    for line in sys.stdin:
        name.cache_clear()
        sys.stdout.write(json.dumps(wait_for_tables(*json.loads(line))) + "\n")
        sys.stdout.flush()
