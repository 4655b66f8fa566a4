"""Entries, facts and files as lists show them. Shared by the view makers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from site_builder.core.urls import resolve_link
from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.document import CatalogueEntry, Report
from site_builder.model.document_fields import Attachment, Correction
from site_builder.model.form import Form
from site_builder.model.prose import Heading, Link
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.status import INACTIVE_STATUSES, Status
from site_builder.model.views.parts import (
    CorrectionView,
    Download,
    EntryRow,
    LinkItem,
    Property,
    Related,
    ReportCard,
    StatusView,
    TocItem,
)
from site_builder.pages.dates import chinese_numeral, format_date_zh, iso, meta_datetime
from site_builder.pages.routes import item_url

_NO_LINKS = Related()


class EntryRows:
    """The lines of the catalogue, each built when a list first shows it."""

    def __init__(
        self,
        load_entries: Callable[[Iterable[ListedEntry]], list[CatalogueEntry]],
        related: Mapping[str, Related],
        standards: Standards,
    ) -> None:
        self._load_entries, self._related, self._standards = load_entries, related, standards
        self._items = {item.number: item for item in standards.disclosure_items}
        self._statuses: dict[Status, StatusView] = {}
        self._rows: dict[str, EntryRow] = {}

    def __call__(self, listed: Sequence[ListedEntry]) -> tuple[EntryRow, ...]:
        """Return the lines of some entries, in their order."""
        rows = self._rows
        missing = [entry for entry in listed if entry.url not in rows]
        rows.update((entry.url, self._row(entry)) for entry in self._load_entries(missing))
        return tuple([rows[entry.url] for entry in listed])

    def _row(self, entry: CatalogueEntry) -> EntryRow:
        item, links = self._items.get(entry.item), self._related.get(entry.url, _NO_LINKS)
        return EntryRow(
            title=entry.title,
            url=entry.url,
            index_number=entry.index_number,
            summary=entry.summary,
            created=iso(entry.created),
            published=iso(entry.published),
            issuer=entry.issuer,
            document_number=entry.document_number,
            item=item.short if item else "",
            item_url=item_url(item.number) if item else "",
            theme=entry.theme,
            genre=entry.genre,
            status=self._status(entry.status),
            corrected=iso(entry.corrected),
            corrections=correction_views(entry.corrections) if entry.corrections else (),
            openness=entry.openness,
            responsible=entry.responsible,
            keywords=entry.keywords,
            interpretations=tuple([link.url for link in links.interpretations]),
            policies=tuple([link.url for link in links.policies]),
            year=entry.year,
        )

    def _status(self, status: Status) -> StatusView:
        """Return what a line shows of a status: most documents have the same."""
        view = self._statuses.get(status)
        if view is None:
            view = self._statuses[status] = status_view(status, self._standards)
        return view


def report_card(report: Report, forms: Mapping[str, Form], standards: Standards) -> ReportCard:
    """Build a report's line in a list."""
    form = forms[report.form]
    return ReportCard(
        year=report.year,
        title=report.entry.title,
        url=report.entry.url,
        organization=report.organization,
        published=iso(report.entry.published),
        form_title=form.title,
        form_number=form.document_number,
        status=status_view(report.status, standards),
    )


def form_name(title: str, number: str) -> str:
    """Return the name of a form, with the document that issued it where there is one."""
    return f"{title}（{number}）" if number else title


def catalogue_properties(
    entry: CatalogueEntry, standards: Standards, extra: Iterable[tuple[str, str]] = ()
) -> tuple[Property, ...]:
    """Return the catalogue fields of a document, the ones the law wants whether known or not."""
    item = standards.disclosure_item(entry.item)
    lines = (
        ("索引号", entry.index_number),
        ("名称", entry.title),
        ("发文机关", entry.issuer),
        ("发文字号", entry.document_number),
        ("生成日期", format_date_zh(entry.created)),
        ("发布日期", format_date_zh(entry.published)),
        (
            "公开事项",
            f"{item.short}（第二十条第（{chinese_numeral(item.number)}）项）" if item else "",
        ),
        ("主题分类", entry.theme),
        ("体裁分类", entry.genre),
        ("主题词", " ".join(entry.keywords)),
        ("有效性", entry.status.label),
        (entry.status.date_label, format_date_zh(entry.status.date)),
        ("责任部门", entry.responsible),
        ("公开方式", entry.openness),
        ("原公开方式", entry.formerly),
        ("未公开内容", entry.withheld),
        ("评估日期", format_date_zh(entry.assessed)),
        *extra,
        ("内容概述", entry.summary),
    )
    required_labels = {field.label for field in standards.document_fields if field.required}
    return tuple(
        Property(label, value, missing=not value)
        for label, value in lines
        if value or (label in required_labels and not entry.status.is_withdrawn)
    )


def attachment_downloads(
    attachments: tuple[Attachment, ...], standards: Standards
) -> tuple[Download, ...]:
    """Return attachments with their kind."""
    return tuple(
        Download(
            label=attachment.label,
            url=attachment.path,
            format=standards.formats.get(attachment.path.rsplit(".", 1)[-1].lower(), ""),
        )
        for attachment in attachments
    )


def correction_views(corrections: tuple[Correction, ...]) -> tuple[CorrectionView, ...]:
    """Return corrections, newest first."""
    return tuple(
        CorrectionView(
            iso(correction.corrected_on),
            format_date_zh(correction.corrected_on),
            correction.change,
            correction.reason,
        )
        for correction in corrections
    )


_MAX_LEVEL = 3
"""Level of the headings that a table of contents goes down to."""
_MIN_HEADINGS = 3
"""Headings below which a table of contents would be longer than it helps."""


def toc(headings: Iterable[Heading]) -> tuple[TocItem, ...]:
    """Build a table of contents; a text with fewer than three headings needs none."""
    included = (heading for heading in headings if heading.level <= _MAX_LEVEL)
    items = tuple(TocItem(heading.level, heading.id, heading.label) for heading in included)
    return items if len(items) >= _MIN_HEADINGS else ()


def article_tags(entry: CatalogueEntry, links: Iterable[Link], address: str) -> dict[str, str]:
    """Return the values of the article meta tags of a catalogue entry."""
    return {
        "title": entry.title,
        "published": meta_datetime(entry.published),
        "source": entry.issuer,
        "author": entry.responsible,
        "keywords": ",".join(entry.keywords),
        "description": " ".join((entry.summary or entry.title).split()),
        "image": first_image(entry.source, links, address),
    }


def first_image(source: Source, links: Iterable[Link], address: str) -> str:
    """Return the address of a text's first image; empty when it has none."""
    for link in links:
        path = resolve_link(link.target, source.path) if link.is_image else None
        if path is not None:
            return address + path
    return ""


def status_view(status: Status, standards: Standards) -> StatusView:
    """Build what pages and lists show of a document's force."""
    return StatusView(
        label=status.label,
        kind=standards.status_kinds.get(status.label, ""),
        date=iso(status.date),
        date_label=status.date_label,
        reason=status.reason,
        sentence=status_sentence(status),
    )


def status_sentence(status: Status) -> str:
    """Return a sentence on a document no longer in force; empty while it does."""
    if status.label not in (*INACTIVE_STATUSES, "已修改", "尚未施行"):
        return status.reason
    day = f"自{format_date_zh(status.date)}起" if status.date else ""
    words = {
        "废止": f"本文件已{day}废止，仅供查阅。",
        "失效": f"本文件已{day}失效，仅供查阅。",
        "撤回": f"本信息已{day}撤回，仅保留说明。",
        "已修改": "本文件已经修改，引用时请以修改后的内容为准。",
        "尚未施行": "本文件尚未施行。",
    }[status.label]
    return words.replace(f"已{day}", f"{day}" if day else "已") + status.reason


def adjacent_year_links(
    year: int, years: Iterable[int], page: str
) -> tuple[LinkItem | None, LinkItem | None]:
    """Link to the year before and the year after that have such a page."""
    before = max((other for other in years if other < year), default=None)
    after = min((other for other in years if other > year), default=None)
    return (
        LinkItem(f"{before}年", f"{before}/{page}") if before is not None else None,
        LinkItem(f"{after}年", f"{after}/{page}") if after is not None else None,
    )
