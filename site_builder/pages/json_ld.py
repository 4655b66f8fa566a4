"""What a page states about itself for programs: schema.org terms as JSON-LD.

A page names the office and itself by address, so that statements of several pages about it join:
10,000 documents do not repeat what the home page says of the office.
Where the site's address is not known, addresses are relative to the page, as its links are.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_builder.core.media_types import media_type
from site_builder.core.urls import relative_url
from site_builder.model.document import CatalogueDocument, Document, Report, StandalonePage
from site_builder.model.document_fields import Attachment, Correction
from site_builder.model.html import Html
from site_builder.model.settings import Settings
from site_builder.model.views.open_data import DatasetView
from site_builder.model.views.parts import LinkItem, Related
from site_builder.pages.dates import iso, last_modified

JsonLdObject = Mapping[str, object]
"""A node of JSON-LD; an empty value is left out."""

_UNSAFE = "<>&\u2028\u2029"
"""In HTML these could end the data and begin a script; JSON has another way to write them."""


@dataclass(frozen=True, slots=True)
class JsonLdBuilder:
    """Makes the things of one page."""

    settings: Settings
    url: str
    """Of the page, from the site's root."""

    def url_of(self, url: str) -> str:
        """Return the address of something on the site."""
        address = self.settings.address
        return address + url if address else relative_url(url, self.url)

    def organization(self) -> JsonLdObject:
        """Return the disclosing body."""
        return {
            "@type": "GovernmentOrganization",
            "@id": self.url_of("index.html#organization"),
            "name": self.settings.organization,
        }

    def home(self) -> tuple[JsonLdObject, ...]:
        """Describe the body with its contacts, and the site."""
        contact = self.settings.contact
        contact_point = {
            "@type": "ContactPoint",
            "contactType": "政府信息公开",
            "name": contact.office,
            "telephone": contact.phone,
            "faxNumber": contact.fax,
            "email": contact.email,
            "url": contact.online,
        }
        postal_address = {
            "@type": "PostalAddress",
            "streetAddress": contact.address,
            "postalCode": contact.postcode,
            "addressCountry": "CN",
        }
        organization = {
            **self.organization(),
            "url": self.url_of("index.html"),
            "contactPoint": contact_point if _has_content(contact_point, 2) else {},
            "address": postal_address if contact.address else {},
        }
        site = {
            "@type": "WebSite",
            "@id": self.url_of("index.html#website"),
            "name": self.settings.name,
            "url": self.url_of("index.html"),
            "inLanguage": "zh-CN",
            "publisher": self.organization(),
            **self.terms(),
        }
        return organization, site

    def terms(self) -> JsonLdObject:
        """Return how what is published may be used, in full."""
        text = {"@type": "CreativeWork", "text": self.settings.licence}
        return self._terms(text)

    def _terms(self, text: JsonLdObject) -> JsonLdObject:
        usage = {"@id": self.url_of("index.html#usage"), **text} if self.settings.licence else {}
        return {"license": self.settings.licence_url, "usageInfo": usage}

    def breadcrumbs(self, items: tuple[LinkItem, ...]) -> JsonLdObject:
        """Return where the page stands; the last item is the page itself and needs no address."""
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": item.label,
                    "item": "" if item.current else self.url_of(item.url),
                }
                for position, item in enumerate(items, 1)
            ],
        }

    def report(self, report: Report, related: Related) -> JsonLdObject:
        """Describe an annual report."""
        entry = report.entry
        return {
            **self._creative_work("Report", report),
            "reportNumber": entry.document_number,
            "identifier": entry.index_number,
            "dateCreated": iso(entry.created),
            "temporalCoverage": f"{report.year}-01-01/{report.year}-12-31",
            "author": {"@type": "GovernmentOrganization", "name": report.organization},
            "keywords": list(entry.keywords),
            **self._related(related),
        }

    def document(self, document: CatalogueDocument, related: Related) -> JsonLdObject:
        """Describe a disclosed document."""
        entry = document.entry
        return {
            **self._creative_work("DigitalDocument", document),
            "identifier": entry.index_number,
            "dateCreated": iso(entry.created),
            "author": {"@type": "GovernmentOrganization", "name": entry.issuer},
            "genre": entry.genre,
            "keywords": list(entry.keywords),
            **self._related(related),
        }

    def _related(self, related: Related) -> JsonLdObject:
        """Return what explains a work, and what it explains."""
        return {
            "subjectOf": [self._reference(link) for link in related.interpretations],
            "about": [self._reference(link) for link in related.policies],
        }

    def _reference(self, link: LinkItem) -> JsonLdObject:
        return {"@type": "DigitalDocument", "@id": self.url_of(link.url), "name": link.label}

    def standalone_page(self, document: StandalonePage) -> JsonLdObject:
        """Describe a standing text or a rule."""
        issuer = {"@type": "Organization", "name": document.issuer} if document.issuer else {}
        return {**self._creative_work("DigitalDocument", document), "author": issuer}

    def _creative_work(self, kind: str, document: Document) -> JsonLdObject:
        return {
            "@type": kind,
            "@id": self.url_of(self.url),
            "name": document.title,
            "description": document.summary,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "datePublished": iso(document.published),
            "dateModified": iso(last_modified(document)),
            "creativeWorkStatus": document.status.label,
            "expires": iso(document.status.date),
            "publisher": {"@id": self.url_of("index.html#organization")},
            "correction": [_correction(correction) for correction in document.corrections],
            "associatedMedia": [self._media(attachment) for attachment in document.attachments],
            **self._terms({}),
        }

    def _media(self, attachment: Attachment) -> JsonLdObject:
        return {
            "@type": "MediaObject",
            "name": attachment.label,
            "contentUrl": self.url_of(attachment.path),
            "encodingFormat": media_type(attachment.path),
        }

    def dataset(self, data: DatasetView) -> JsonLdObject:
        """Describe a set of data with its files."""
        return {
            "@type": "Dataset",
            "@id": self.url_of(f"data/index.html#{data.id}"),
            "url": self.url_of(data.page_url),
            "name": data.title,
            "description": data.description,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "datePublished": data.issued,
            "dateModified": data.modified,
            "temporalCoverage": f"{data.start}/{data.end}" if data.start else "",
            "creator": self.organization(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": f"{download.label}（{download.format}）",
                    "contentUrl": self.url_of(download.url),
                    "encodingFormat": media_type(download.url),
                }
                for download in data.files
            ],
            **self.terms(),
        }

    def data_catalogue(self, datasets: Iterable[DatasetView]) -> JsonLdObject:
        """Describe the page of open data."""
        return {
            "@type": "DataCatalog",
            "@id": self.url_of(self.url),
            "name": f"{self.settings.name}：开放数据",
            "inLanguage": "zh-CN",
            "publisher": self.organization(),
            "dataset": [self.dataset(dataset) for dataset in datasets],
            **self.terms(),
        }


def _has_content(node: JsonLdObject, fixed_count: int) -> bool:
    return sum(bool(value) for value in node.values()) > fixed_count


def _correction(correction: Correction) -> JsonLdObject:
    return {
        "@type": "CorrectionComment",
        "datePublished": iso(correction.corrected_on),
        "text": f"{correction.change}（原因：{correction.reason}）"
        if correction.reason
        else correction.change,
    }


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_script_json(nodes: Iterable[JsonLdObject]) -> Html:
    """Write things as JSON that stays data wherever it stands in a page."""
    graph = [_without_empty(node) for node in nodes]
    text = _ENCODER.encode({"@context": "https://schema.org", "@graph": graph})
    for character in _UNSAFE:
        if character in text:
            text = text.replace(character, f"\\u{ord(character):04x}")
    return Html(text)


def _without_empty(node: JsonLdObject) -> JsonLdObject:
    result: dict[str, object] = {}
    for key, value in node.items():
        child = value
        # Every page comes through here, and asking for `Mapping` takes several times as long.
        if type(value) is dict:
            child = _without_empty(value)
        elif type(value) is list:
            child = [_without_empty(item) if type(item) is dict else item for item in value]
        if child or child == 0:
            result[key] = child
    return result
