"""Open data: sets of data with their files, and the views that describe them."""

from dataclasses import dataclass

from site_builder.model.views.page_meta import PageMeta
from site_builder.model.views.parts import Download, ExternalLink, LinkItem


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A set of open data with its files."""

    id: str
    title: str
    description: str
    page_url: str
    """The page that shows the same to people."""
    start: str
    end: str
    """First and last day that it is about; empty when it is about no period."""
    issued: str
    modified: str
    """Empty when no day is known."""
    files: tuple[Download, ...]
    schema: str
    """The schema of the JSON file; empty when there is none."""
    columns: str
    """The description of the CSV file's columns; empty when there is none."""


@dataclass(frozen=True, slots=True)
class DataIndexView:
    """`data/index.html`: what can be taken away as data, and how it may be used."""

    meta: PageMeta
    licence: str
    licence_link: ExternalLink | None
    datasets: tuple[DatasetView, ...]
    machine_readable: tuple[LinkItem, ...]
    """What programs fetch: the catalogue of the data, the feed, the schemas."""


@dataclass(frozen=True, slots=True)
class DataCatalogueView:
    """`data/catalog.jsonld`: the same for programs, in DCAT."""

    title: str
    url: str
    """Of the file itself, from the site's root."""
    address: str
    """Absolute address of the site's root; empty when unknown."""
    publisher: str
    contact: tuple[tuple[str, str], ...]
    """Properties of vcard and their values."""
    licence: str
    licence_url: str
    modified: str
    datasets: tuple[DatasetView, ...]


@dataclass(frozen=True, slots=True)
class CsvColumnsView:
    """`….csv-metadata.json`: what the columns of a CSV file are, in CSV on the Web."""

    file: str
    """Name of the CSV file, which is next to it."""
    kind: str
    """`figures` or `catalogue`."""
    title: str
    description: str
    publisher: str
    licence: str
    licence_url: str
    modified: str
