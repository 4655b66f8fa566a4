"""`DataCatalogueView` → DCAT 3 in JSON-LD. Called by `downloads`.

Every term is defined in the file itself: whoever reads it needs nothing from elsewhere. Without a
known address of the site, addresses are relative to this file, which JSON-LD resolves as a page
does its links.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.media import media_type
from site_builder.model.opendata import DataCatalogueView, DatasetView
from site_builder.model.parts import Download
from site_builder.model.view import View
from site_builder.urls import relative_url

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CHINESE = {"@id": "http://id.loc.gov/vocabulary/iso639-1/zh"}
_MEDIA = "https://www.iana.org/assignments/media-types/"

Node = Mapping[str, object]


def data_catalogue(view: View) -> bytes:
    """Write the catalogue of a site's open data."""
    assert isinstance(view, DataCatalogueView)  # noqa: S101 - the plan pairs views and renderers
    made = _Catalogue(view).whole()
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Catalogue:
    view: DataCatalogueView

    def whole(self) -> Node:
        view = self.view
        return {
            "@context": _CONTEXT,
            "@id": self.to("data/index.html#catalogue-of-data"),
            "@type": "dcat:Catalog",
            "dct:title": _words(view.title),
            "dct:language": _CHINESE,
            "dct:publisher": {
                "@id": self.to("index.html#organization"),
                "@type": "foaf:Organization",
                "foaf:name": _words(view.publisher),
            },
            "foaf:homepage": self.link("data/index.html"),
            **_day("dct:modified", view.modified),
            **self.terms(),
            "dcat:dataset": [self.dataset(one) for one in view.datasets],
        }

    def to(self, url: str) -> str:
        return self.view.address + url if self.view.address else relative_url(url, self.view.url)

    def link(self, url: str) -> Node:
        return {"@id": self.to(url)}

    def terms(self) -> Node:
        """Say how the data may be used."""
        found: dict[str, object] = {}
        if self.view.licence_url:
            found["dct:license"] = {"@id": self.view.licence_url}
        if self.view.licence:
            label = _words(self.view.licence)
            found["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": label}
        return found

    def dataset(self, one: DatasetView) -> Node:
        period = {}
        if one.start:
            days = {**_day("dcat:startDate", one.start), **_day("dcat:endDate", one.end)}
            period = {"dct:temporal": {"@type": "dct:PeriodOfTime", **days}}
        point = {}
        if self.view.contact:
            known = {name: _value(value) for name, value in self.view.contact}
            point = {"dcat:contactPoint": {"@type": "vcard:Organization", **known}}
        return {
            "@id": self.to(f"data/index.html#{one.id}"),
            "@type": "dcat:Dataset",
            "dct:title": _words(one.title),
            "dct:description": _words(one.description),
            "dct:identifier": one.id,
            "dct:language": _CHINESE,
            "dct:publisher": self.link("index.html#organization"),
            "dcat:landingPage": self.link(one.page_url),
            **_day("dct:issued", one.issued),
            **_day("dct:modified", one.modified),
            **period,
            **point,
            **self.terms(),
            "dcat:distribution": [self.distribution(one, file) for file in one.files],
        }

    def distribution(self, data: DatasetView, file: Download) -> Node:
        media = media_type(file.url)
        standard = {"application/json": data.schema, "text/csv": data.columns}.get(media, "")
        return {
            "@id": self.to(file.url),
            "@type": "dcat:Distribution",
            "dct:title": _words(f"{file.label}（{file.format}）"),
            "dcat:accessURL": self.link(data.page_url),
            "dcat:downloadURL": self.link(file.url),
            "dcat:mediaType": {"@id": _MEDIA + media},
            **({"dct:conformsTo": self.link(standard)} if standard else {}),
            **self.terms(),
        }


def _words(text: str) -> Node:
    return {"@value": text, "@language": "zh-CN"}


def _value(text: str) -> object:
    return {"@id": text} if text.startswith(("tel:", "mailto:")) else _words(text)


def _day(name: str, day: str) -> Node:
    return {name: {"@value": day, "@type": "xsd:date"}} if day else {}
