"""The formats of files to take away: the one list of them, from which everything else derives.

The choices of 下载 and what is installed for them, labels and addresses on pages, the types that
servers send, the open data. A new format is an entry here and its renderer below `render/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.model.extras import Library, extra_libraries
from site_builder.model.frozendict import frozendict

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class DownloadFormat:
    """A format of files to take away."""

    id: str
    """As it is chosen under 下载; also the ending of its files, and the extra that it needs."""
    label: str
    """As people call it."""
    media_type: str
    renderers: Mapping[str, str]
    """Name of a type of view → function below `site_builder.render`, imported when it is used."""
    templates: Mapping[str, str] = field(default_factory=lambda: frozendict({}))
    """Name of a type of view → file of the templates that its renderer is given besides."""
    is_choice: bool = True
    """Offices choose it; what is none describes the data and is published whatever they choose."""

    @property
    def libraries(self) -> tuple[Library, ...]:
        """Return what it needs besides the program; versions are part of a file's cache key."""
        return extra_libraries(self.id)

    def renders(self, view: type) -> bool:
        """Return whether a view can be had in this format."""
        return view.__name__ in self.renderers


FORMATS = (
    DownloadFormat(
        "pdf",
        "PDF",
        "application/pdf",
        frozendict(
            {
                "PrintDocumentView": "pdf.report.report_pdf",
                # A PNG, set by the same library.
                "SharePictureView": "pdf.share_picture.share_png",
            }
        ),
    ),
    DownloadFormat(
        "docx",
        "Word",
        f"{_OFFICE}.wordprocessingml.document",
        frozendict(
            {
                "PrintDocumentView": "office.docx.report.report_docx",
                "ApplicationFormView": "office.docx.application.application_docx",
            }
        ),
        frozendict({"PrintDocumentView": "word/report.docx"}),
    ),
    DownloadFormat(
        "xlsx",
        "Excel",
        f"{_OFFICE}.spreadsheetml.sheet",
        frozendict(
            {
                "WorkbookView": "office.xlsx.report.report_xlsx",
                "CatalogueDataView": "office.xlsx.catalogue.catalogue_xlsx",
                "TableDataView": "office.xlsx.data_table.table_xlsx",
            }
        ),
    ),
    DownloadFormat(
        "csv",
        "CSV",
        "text/csv; charset=utf-8",
        frozendict(
            {
                "FiguresDataView": "data.csv_files.figures_csv",
                "SeriesDataView": "data.csv_files.series_csv",
                "CatalogueDataView": "data.csv_files.catalogue_csv",
                "TableDataView": "data.csv_files.table_csv",
            }
        ),
    ),
    DownloadFormat(
        "json",
        "JSON",
        "application/json; charset=utf-8",
        frozendict(
            {
                "FiguresDataView": "data.json_files.figures_json",
                "SeriesDataView": "data.json_files.series_json",
                "CatalogueDataView": "data.json_files.catalogue_json",
                "TableDataView": "data.json_files.table_json",
                "CsvColumnsView": "data.csvw.csvw_metadata",
                "SchemaView": "data.json_files.published_schema",
            }
        ),
    ),
    DownloadFormat(
        "jsonld",
        "JSON-LD",
        "application/ld+json; charset=utf-8",
        frozendict({"DataCatalogueView": "data.dcat.dcat_catalogue"}),
        is_choice=False,
    ),
    DownloadFormat(
        "yaml",
        "YAML",
        "application/yaml; charset=utf-8",
        frozendict({"ProposalView": "data.proposals.proposal_yaml"}),
        is_choice=False,
    ),
)
"""In the order in which they are offered: what people read first, what programs read last."""

FORMATS_BY_ID: Mapping[str, DownloadFormat] = frozendict({item.id: item for item in FORMATS})
DOWNLOAD_CHOICES = tuple(item.id for item in FORMATS if item.is_choice)
DEFAULT_DOWNLOADS = tuple(item.id for item in FORMATS if item.is_choice and not item.libraries)
"""Offered where nothing is chosen: what needs nothing installed."""


def formats_of(view: type, chosen: tuple[str, ...]) -> tuple[DownloadFormat, ...]:
    """Return the chosen formats in which a view can be had, in their order."""
    return tuple(item for item in FORMATS if item.id in chosen and item.renders(view))
