"""What a page says of itself to programs: schema.org terms as JSON-LD. Called by the view makers.

A page names the office and itself by address, so that what several pages say of one thing joins.
Where the site's address is not known, addresses are relative to the page, as its links are.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_builder.media import media_type
from site_builder.model.document import (
    Attachment,
    CatalogueDocument,
    Correction,
    Document,
    Report,
    StandalonePage,
)
from site_builder.model.html import Html
from site_builder.model.opendata import DatasetView
from site_builder.model.parts import LinkItem, Related
from site_builder.model.settings import Settings
from site_builder.plan.rows import changed_on, iso
from site_builder.urls import relative_url

Thing = Mapping[str, object]
"""A node of JSON-LD; an empty value is left out."""

_UNSAFE = "<>&\u2028\u2029"
"""In HTML these could end the data and begin a script; JSON has another way to write them."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Makes the things of one page."""

    settings: Settings
    url: str
    """Of the page, from the site's root."""

    def to(self, url: str) -> str:
        """Give the address of something on the site."""
        address = self.settings.address
        return address + url if address else relative_url(url, self.url)

    def office(self) -> Thing:
        """Name the disclosing body, the same on every page."""
        return {
            "@type": "GovernmentOrganization",
            "@id": self.to("index.html#organization"),
            "name": self.settings.organization,
        }

    def home(self) -> tuple[Thing, ...]:
        """Describe the body with its contacts, and the site."""
        contact = self.settings.contact
        point = {
            "@type": "ContactPoint",
            "contactType": "政府信息公开",
            "name": contact.office,
            "telephone": contact.phone,
            "faxNumber": contact.fax,
            "email": contact.email,
            "url": contact.online,
        }
        place = {
            "@type": "PostalAddress",
            "streetAddress": contact.address,
            "postalCode": contact.postcode,
            "addressCountry": "CN",
        }
        office = {
            **self.office(),
            "url": self.to("index.html"),
            "contactPoint": point if _filled(point, 2) else {},
            "address": place if contact.address else {},
        }
        site = {
            "@type": "WebSite",
            "@id": self.to("index.html#website"),
            "name": self.settings.name,
            "url": self.to("index.html"),
            "inLanguage": "zh-CN",
            "publisher": self.office(),
            **self.terms(),
        }
        return office, site

    def terms(self) -> Thing:
        """Say how what is published may be used."""
        return {
            "license": self.settings.licence_url,
            "usageInfo": {"@type": "CreativeWork", "text": self.settings.licence}
            if self.settings.licence
            else {},
        }

    def crumbs(self, items: tuple[LinkItem, ...]) -> Thing:
        """Say where the page stands."""
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": at, "name": one.label, "item": self.to(one.url)}
                for at, one in enumerate(items, 1)
            ],
        }

    def report(self, report: Report, related: Related) -> Thing:
        """Describe an annual report."""
        entry = report.entry
        return {
            **self._work("Report", report),
            "reportNumber": entry.document_number,
            "identifier": entry.index_number,
            "dateCreated": iso(entry.created),
            "temporalCoverage": f"{report.year}-01-01/{report.year}-12-31",
            "author": {"@type": "GovernmentOrganization", "name": report.organization},
            "keywords": list(entry.keywords),
            **self._related(related),
        }

    def document(self, document: CatalogueDocument, related: Related) -> Thing:
        """Describe a disclosed document."""
        entry = document.entry
        return {
            **self._work("DigitalDocument", document),
            "identifier": entry.index_number,
            "dateCreated": iso(entry.created),
            "author": {"@type": "GovernmentOrganization", "name": entry.issuer},
            "genre": entry.genre,
            "keywords": list(entry.keywords),
            **self._related(related),
        }

    def _related(self, related: Related) -> Thing:
        """Name what explains a work, and what it explains."""
        return {
            "subjectOf": [self._named(one) for one in related.interpretations],
            "about": [self._named(one) for one in related.policies],
        }

    def _named(self, one: LinkItem) -> Thing:
        return {"@type": "DigitalDocument", "@id": self.to(one.url), "name": one.label}

    def article(self, article: StandalonePage) -> Thing:
        """Describe a standing text or a rule."""
        issuer = {"@type": "Organization", "name": article.issuer} if article.issuer else {}
        return {**self._work("DigitalDocument", article), "author": issuer}

    def _work(self, kind: str, document: Document) -> Thing:
        known = document if isinstance(document, StandalonePage) else document.entry
        return {
            "@type": kind,
            "@id": self.to(self.url),
            "url": self.to(self.url),
            "name": known.title,
            "description": known.summary,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "datePublished": iso(known.published),
            "dateModified": iso(changed_on(known)),
            "creativeWorkStatus": document.status,
            "expires": iso(document.repealed),
            "publisher": self.office(),
            "correction": [_correction(one) for one in document.corrections],
            "associatedMedia": [self._media(one) for one in document.attachments],
            **self.terms(),
        }

    def _media(self, one: Attachment) -> Thing:
        return {
            "@type": "MediaObject",
            "name": one.label,
            "contentUrl": self.to(one.path),
            "encodingFormat": media_type(one.path),
        }

    def dataset(self, data: DatasetView) -> Thing:
        """Describe a set of data with its files."""
        return {
            "@type": "Dataset",
            "@id": self.to(f"data/index.html#{data.id}"),
            "url": self.to(data.page_url),
            "name": data.title,
            "description": data.description,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "datePublished": data.issued,
            "dateModified": data.modified,
            "temporalCoverage": f"{data.start}/{data.end}" if data.start else "",
            "creator": self.office(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": f"{one.label}（{one.format}）",
                    "contentUrl": self.to(one.url),
                    "encodingFormat": media_type(one.url),
                }
                for one in data.files
            ],
            **self.terms(),
        }

    def data_catalogue(self, sets: Iterable[DatasetView]) -> Thing:
        """Describe the page of open data."""
        return {
            "@type": "DataCatalog",
            "@id": self.to(self.url),
            "url": self.to(self.url),
            "name": f"{self.settings.name}：开放数据",
            "inLanguage": "zh-CN",
            "publisher": self.office(),
            "dataset": [self.dataset(one) for one in sets],
            **self.terms(),
        }


def _filled(thing: Thing, besides: int) -> bool:
    return sum(bool(value) for value in thing.values()) > besides


def _correction(one: Correction) -> Thing:
    return {
        "@type": "CorrectionComment",
        "datePublished": iso(one.corrected_on),
        "text": f"{one.change}（原因：{one.reason}）" if one.reason else one.change,
    }


def embedded(things: Iterable[Thing]) -> Html:
    """Write things as JSON that stays data wherever it stands in a page."""
    graph = [_without_empty(one) for one in things]
    whole = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    for sign in _UNSAFE:
        if sign in text:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Html(text)


def _without_empty(value: object) -> object:
    # Every page comes through here, and asking for `Mapping` takes several times as long.
    if isinstance(value, dict):
        kept = ((key, _without_empty(child)) for key, child in value.items())
        return {key: child for key, child in kept if child or child == 0}
    if isinstance(value, list):
        return [_without_empty(child) for child in value]
    return value
