"""Rows of a catalogue's sheet → a plan: which become documents, which change those there are."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from site_builder.build.catalogue_rows import RowPlanner, RowRejectedError
from site_builder.build.catalogue_sources import CatalogueSource
from site_builder.content.sign_offs import sign_path
from site_builder.importing.recognition import catalogue as recognition
from site_builder.importing.recognition.catalogue import CatalogueRow, CatalogueTable
from site_builder.model.catalogue_plan import PlannedDocument, RejectedRow
from site_builder.model.original import Origin
from site_builder.model.standards import Standards


class CataloguePlanner:
    """Collects what the rows come to."""

    def __init__(
        self,
        tables: Sequence[CatalogueTable],
        existing: Mapping[str, CatalogueSource],
        standards: Standards,
        describe: Callable[[Origin], str] | None = None,
    ) -> None:
        self.created: list[PlannedDocument] = []
        self.changed: list[PlannedDocument] = []
        self.rejected: list[RejectedRow] = []
        self.unchanged = 0
        self._existing = existing
        self._by_number = {
            item.typed.texts["index_number"]: item
            for item in existing.values()
            if item.typed.texts.get("index_number")
        }
        self._describe = describe or self._describe_row
        self._pages = len({table.origin.page for table in tables})
        rows = [row for table in tables for row in table.rows]
        self._numbers = Counter(row.get("index_number") for row in rows)
        self._sources = Counter(_source_path(row) for row in rows)
        self._places: dict[str, list[str]] = {}
        for row in rows:
            number = row.get("index_number")
            if self._numbers[number] > 1:
                self._places.setdefault(number, []).append(self._describe(row.origin))
        labels = tables[0].columns if tables else {}
        self._planner = RowPlanner(standards, existing, labels, self._describe)

    def plan(self, table: CatalogueTable) -> None:
        """Plan the rows of a table."""
        self._planner.labels = table.columns
        for row in table.rows:
            try:
                planned = self.plan_row(row)
            except RowRejectedError as exc:
                title = row.get("title") or row.get("index_number")
                rejected = RejectedRow(self._describe(row.origin), title, exc.args)
                self.rejected.append(rejected)
                continue
            if planned is None:
                self.unchanged += 1
            else:
                (self.changed if planned.base_digest else self.created).append(planned)

    def plan_row(self, row: CatalogueRow) -> PlannedDocument | None:
        """Plan a row; None when its document says what it says. Raises RowRejectedError."""
        number, path = row.get("index_number"), _source_path(row)
        if number and self._numbers[number] > 1:
            places = "、".join(self._places[number])
            raise RowRejectedError(f"索引号 {number} 在表里不止一行：{places}")
        if path and self._sources[path] > 1:
            raise RowRejectedError(f"来源文件 content/{path} 在表里不止一行")
        if path and path not in self._existing:
            raise RowRejectedError(f"没有来源文件 content/{path}；新的文稿，这一格请空着")
        other = self._by_number.get(number)
        target = self._existing.get(path) or other
        if target is None:
            return self._planner.create(row)
        if other and other is not target:
            raise RowRejectedError(f"索引号 {number} 和 {other.source.display_path} 重复")
        return self._planner.change(row, target)

    def _describe_row(self, origin: Origin) -> str:
        sheet = f"第 {origin.page} 张表" if self._pages > 1 else ""
        return f"{sheet}第 {origin.row} 行"


def _source_path(row: CatalogueRow) -> str:
    """Return the path below `content/` of the file that a row names; empty for none."""
    return row.get(recognition.SOURCE).replace("\\", "/").removeprefix("content/")


def signed_note(documents: Sequence[PlannedDocument], project: Path) -> str:
    """Return which documents have to be signed once more; empty for none."""
    signed = [
        f"content/{document.path}"
        for document in documents
        if (project / "content" / sign_path(document.path)).exists()
    ]
    if not signed:
        return ""
    listed = "、".join(signed[:5]) + ("……" if len(signed) > 5 else "")  # noqa: PLR2004 - as many as a line holds
    return f"有 {len(signed)} 份审签过，改了以后要重新审签：{listed}"
