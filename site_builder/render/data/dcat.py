"""`DataCatalogueView` → DCAT 3 in JSON-LD.

Every term is defined in the file itself: whoever reads it needs nothing from elsewhere. Without a
known address of the site, addresses are relative to this file, which JSON-LD resolves as a page
does its links.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.core.media_types import media_type
from site_builder.core.urls import relative_url
from site_builder.model.views.open_data import DataCatalogueView, DatasetView
from site_builder.model.views.parts import Download

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CHINESE = {"@id": "http://id.loc.gov/vocabulary/iso639-1/zh"}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

JsonLdNode = Mapping[str, object]


def dcat_catalogue(view: DataCatalogueView) -> bytes:
    """Write the catalogue of a site's open data."""
    document = _CatalogueBuilder(view).build()
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _CatalogueBuilder:
    view: DataCatalogueView

    def build(self) -> JsonLdNode:
        view = self.view
        return {
            "@context": _CONTEXT,
            "@id": self.resolve_url("data/index.html#catalogue-of-data"),
            "@type": "dcat:Catalog",
            "dct:title": _text_literal(view.title),
            "dct:language": _CHINESE,
            "dct:publisher": {
                "@id": self.resolve_url("index.html#organization"),
                "@type": "foaf:Organization",
                "foaf:name": _text_literal(view.publisher),
            },
            "foaf:homepage": self.link("data/index.html"),
            **_date_property("dct:modified", view.modified),
            **self.usage_terms(),
            "dcat:dataset": [self.dataset(dataset) for dataset in view.datasets],
        }

    def resolve_url(self, url: str) -> str:
        return self.view.address + url if self.view.address else relative_url(url, self.view.url)

    def link(self, url: str) -> JsonLdNode:
        return {"@id": self.resolve_url(url)}

    def usage_terms(self) -> JsonLdNode:
        """Return how the data may be used."""
        terms: dict[str, object] = {}
        if self.view.licence_url:
            terms["dct:license"] = {"@id": self.view.licence_url}
        if self.view.licence:
            label = _text_literal(self.view.licence)
            terms["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": label}
        return terms

    def dataset(self, dataset: DatasetView) -> JsonLdNode:
        period = {}
        if dataset.start:
            dates = {
                **_date_property("dcat:startDate", dataset.start),
                **_date_property("dcat:endDate", dataset.end),
            }
            period = {"dct:temporal": {"@type": "dct:PeriodOfTime", **dates}}
        contact_point = {}
        if self.view.contact:
            contact = {name: _contact_value(value) for name, value in self.view.contact}
            contact_point = {"dcat:contactPoint": {"@type": "vcard:Organization", **contact}}
        return {
            "@id": self.resolve_url(f"data/index.html#{dataset.id}"),
            "@type": "dcat:Dataset",
            "dct:title": _text_literal(dataset.title),
            "dct:description": _text_literal(dataset.description),
            "dct:identifier": dataset.id,
            "dct:language": _CHINESE,
            "dct:publisher": self.link("index.html#organization"),
            "dcat:landingPage": self.link(dataset.page_url),
            **_date_property("dct:issued", dataset.issued),
            **_date_property("dct:modified", dataset.modified),
            **period,
            **contact_point,
            **self.usage_terms(),
            "dcat:distribution": [self.distribution(dataset, file) for file in dataset.files],
        }

    def distribution(self, data: DatasetView, file: Download) -> JsonLdNode:
        media = media_type(file.url)
        standard = {"application/json": data.schema, "text/csv": data.columns}.get(media, "")
        return {
            "@id": self.resolve_url(file.url),
            "@type": "dcat:Distribution",
            "dct:title": _text_literal(f"{file.label}（{file.format}）"),
            "dcat:accessURL": self.link(data.page_url),
            "dcat:downloadURL": self.link(file.url),
            "dcat:mediaType": {"@id": _MEDIA_TYPES + media},
            **({"dct:conformsTo": self.link(standard)} if standard else {}),
            **self.usage_terms(),
        }


def _text_literal(text: str) -> JsonLdNode:
    return {"@value": text, "@language": "zh-CN"}


def _contact_value(text: str) -> object:
    return {"@id": text} if text.startswith(("tel:", "mailto:")) else _text_literal(text)


def _date_property(name: str, date: str) -> JsonLdNode:
    return {name: {"@value": date, "@type": "xsd:date"}} if date else {}
