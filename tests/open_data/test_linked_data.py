"""Open data as other programs read it: linked data, DCAT, CSV on the Web, Open Graph."""

import json
import re

import jsonschema
import lxml.html
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as ns

from tests.browser.page_types import SITES, SiteOf
from tests.helpers import Outcome, ProjectFactory, Site
from tests.open_data.linked_data import ROOT, make_small_project, open_graph_properties
from tests.properties.small_site import CONFIG

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own business
NOWHERE = "http://nowhere.invalid/site/"
"""Where a site without an address is read from in these tests."""
ADDRESSES = ("url", "item", "contentUrl", "license")

# What https://schema.org answers cannot be fetched here; of it we use this much.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ADDRESSES},
    **{
        name: {"@type": "Date"}
        for name in ("datePublished", "dateModified", "dateCreated", "expires")
    },
}


def json_ld_scripts(page: bytes) -> list[str]:
    """Return the linked data in a page as it stands there."""
    tree = lxml.html.document_fromstring(page.decode())
    return [
        str(script.text)
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json"
    ]


def graph_of(page: bytes, at: str) -> Graph:
    """Read what a page states about itself, as it would be read at an address."""
    (text,) = json_ld_scripts(page)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    data["@context"] = CONTEXT
    return Graph().parse(data=json.dumps(data), format="json-ld", publicID=at)


def types(graph: Graph) -> set[str]:
    return {str(kind).rpartition("/")[2] for kind in graph.objects(None, ns.RDF.type)}


def unknown(graph: Graph, *vocabularies: type[ns.DefinedNamespace]) -> set[str]:
    """List the terms that a graph uses and no vocabulary defines."""
    used = {*graph.predicates(), *graph.objects(None, ns.RDF.type)} - {ns.RDF.type}
    return {
        str(term)
        for term in used
        for vocabulary in vocabularies
        if str(term).startswith(str(vocabulary))
        and str(term).removeprefix(str(vocabulary)) not in vocabulary
    }


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("site_name", SITES)
def test_every_page_says_what_it_is(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    silent = {url for url in site.pages if not json_ld_scripts(site.outcome.files[url])}
    assert silent == {url for url in site.pages if url == "404.html" or "outside/" in url}
    for url in sorted(set(site.pages) - silent):
        graph = graph_of(site.outcome.files[url], NOWHERE + url)
        assert unknown(graph, ns.SDO) == set(), url
        assert all(
            str(predicate).startswith(str(ns.SDO))
            for predicate in graph.predicates()
            if predicate != ns.RDF.type
        )
        for name in ADDRESSES[:3]:
            for address in graph.objects(None, ns.SDO[name]):
                _assert_reachable(site.outcome, str(address), url)


def _assert_reachable(outcome: Outcome, address: str, url: str) -> None:
    """An address of the site itself names a file of it."""
    for root in (ROOT, NOWHERE):
        if address.startswith(root):
            assert address.removeprefix(root).partition("#")[0] in outcome.files, (
                f"{url}: {address}"
            )


KINDS = {
    "index.html": {"GovernmentOrganization", "WebSite", "ContactPoint", "PostalAddress"},
    "2021/report.html": {
        "Report",
        "Dataset",
        "DataDownload",
        "BreadcrumbList",
        "CorrectionComment",
    },
    "2021/documents/final-accounts.html": {"DigitalDocument", "MediaObject", "CorrectionComment"},
    "rules/review.html": {"DigitalDocument", "BreadcrumbList"},
    "data/index.html": {"DataCatalog", "Dataset", "DataDownload", "BreadcrumbList"},
    "catalogue/index.html": {"BreadcrumbList"},
}


@pytest.mark.parametrize("url", KINDS)
def test_pages_say_the_promised_types(url: str, built_example: Site) -> None:
    assert types(graph_of(built_example.outcome.files[url], ROOT + url)) >= KINDS[url]


def test_a_report_says_what_its_page_says(built_example: Site) -> None:
    url = "2021/report.html"
    graph = graph_of(built_example.outcome.files[url], ROOT + url)
    node = URIRef(ROOT + url)
    assert graph.value(node, ns.RDF.type) == ns.SDO.Report
    assert str(graph.value(node, ns.SDO.identifier)) == "SFYQ-2022-00001"
    assert str(graph.value(node, ns.SDO.datePublished)) == "2022-01-21"
    assert str(graph.value(node, ns.SDO.dateModified)) == "2022-03-02"
    assert str(graph.value(node, ns.SDO.temporalCoverage)) == "2021-01-01/2021-12-31"
    assert graph.value(node, ns.SDO.publisher) == URIRef(f"{ROOT}index.html#organization")
    assert "统计时误将" in str(graph.value(graph.value(node, ns.SDO.correction), ns.SDO.text))
    files = {str(node) for node in graph.objects(None, ns.SDO.contentUrl)}
    assert files >= {f"{ROOT}2021/figures.csv", f"{ROOT}2021/figures.json"}


def test_a_withdrawn_document_says_why_and_names_no_file(built_example: Site) -> None:
    url = "2021/documents/penalty.html"
    graph = graph_of(built_example.outcome.files[url], ROOT + url)
    assert str(graph.value(URIRef(ROOT + url), ns.SDO.creativeWorkStatus)) == "撤回"
    assert list(graph.objects(None, ns.SDO.contentUrl)) == []


def test_the_trail_is_the_one_people_see(built_example: Site) -> None:
    for url in built_example.pages:
        tree = lxml.html.document_fromstring(built_example.outcome.text(url))
        visible = [
            " ".join(item.text_content().split())
            for item in tree.xpath("//nav[contains(@class, 'breadcrumbs')]//li")
        ]
        for text in json_ld_scripts(built_example.outcome.files[url]):
            lists = [
                item for item in json.loads(text)["@graph"] if item["@type"] == "BreadcrumbList"
            ]
            names = [item["name"] for trail in lists for item in trail["itemListElement"]]
            assert [" ".join(item.split()) for item in names] == visible


# --- the catalogue of the data -------------------------------------------------------------------


def catalogue_of(outcome: Outcome, root: str) -> Graph:
    data = outcome.files["data/catalog.jsonld"]
    schema = json.loads(outcome.files["schemas/data-catalog.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [
        f"{error.json_path}: {error.message}" for error in checker.iter_errors(json.loads(data))
    ] == []
    return Graph().parse(data=data, format="json-ld", publicID=f"{root}data/catalog.jsonld")


def test_the_catalogue_of_the_data(built_example: Site) -> None:
    graph = catalogue_of(built_example.outcome, ROOT)
    assert unknown(graph, ns.DCAT, ns.DCTERMS, ns.FOAF) == set()
    (catalogue,) = graph.subjects(ns.RDF.type, ns.DCAT.Catalog)
    sets = set(graph.objects(catalogue, ns.DCAT.dataset))
    assert sets == set(graph.subjects(ns.RDF.type, ns.DCAT.Dataset))
    names = {str(graph.value(node, ns.DCTERMS.identifier)) for node in sets}
    assert names == {"catalogue", "series", "figures-2020", "figures-2021", "figures-2022"}
    files = {str(node).removeprefix(ROOT) for node in graph.objects(None, ns.DCAT.downloadURL)}
    figures_of = {
        f"{year}/figures.{kind}" for year in (2020, 2021, 2022) for kind in ("csv", "json")
    }
    assert files >= {"catalogue.csv", "catalogue.json", *figures_of}
    for predicate in (
        ns.DCAT.downloadURL,
        ns.DCAT.landingPage,
        ns.DCAT.accessURL,
        ns.DCTERMS.conformsTo,
    ):
        for address in graph.objects(None, predicate):
            assert str(address).startswith(ROOT)
            _assert_reachable(built_example.outcome, str(address), "data/catalog.jsonld")
    assert len(set(graph.objects(None, ns.DCTERMS.rights))) > len(sets), "terms on everything"
    (year,) = (node for node in sets if "2021" in str(graph.value(node, ns.DCTERMS.identifier)))
    assert graph.value(year, ns.DCTERMS.modified) == Literal("2022-03-02", datatype=ns.XSD.date)
    period = graph.value(year, ns.DCTERMS.temporal)
    assert graph.value(period, ns.DCAT.startDate) == Literal("2021-01-01", datatype=ns.XSD.date)
    assert graph.value(year, ns.DCTERMS.publisher) == URIRef(f"{ROOT}index.html#organization")


def test_without_an_address_everything_is_relative(make_project: ProjectFactory) -> None:
    config = CONFIG.replace("  网址: https://gk.example.gov.cn/\n", "")
    outcome = make_small_project(make_project, config).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    graph = catalogue_of(outcome, NOWHERE)
    addresses = {str(node) for node in graph.objects(None, ns.DCAT.downloadURL)}
    assert f"{NOWHERE}2021/figures.csv" in addresses
    for address in addresses:
        _assert_reachable(outcome, address, "data/catalog.jsonld")
    page = graph_of(outcome.files["2021/report.html"], f"{NOWHERE}2021/report.html")
    assert (URIRef(f"{NOWHERE}2021/report.html"), ns.RDF.type, ns.SDO.Report) in page
    assert (
        dict(open_graph_properties(outcome.text("2021/report.html"))).keys()
        & {"og:url", "og:image"}
        == set()
    )
    assert "page-address" not in outcome.text("2021/report.html")


def test_a_licence_with_an_address(make_project: ProjectFactory) -> None:
    terms = "  授权: 可以自由使用，注明出处。\n  授权链接: https://licence.example/by\n"
    outcome = make_small_project(
        make_project, CONFIG.replace("目录每页", f"{terms}目录每页")
    ).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    graph = catalogue_of(outcome, "https://gk.example.gov.cn/")
    assert set(graph.objects(None, ns.DCTERMS.license)) == {URIRef("https://licence.example/by")}
    page = graph_of(outcome.files["2021/report.html"], NOWHERE)
    assert URIRef("https://licence.example/by") in set(page.objects(None, ns.SDO.license))
    # The home page states the terms; a text names them.
    usage = URIRef("https://gk.example.gov.cn/index.html#usage")
    assert set(page.objects(None, ns.SDO.usageInfo)) == {usage}
    home = graph_of(outcome.files["index.html"], NOWHERE)
    assert home.value(usage, ns.SDO.text) == Literal("可以自由使用，注明出处。")
    columns = json.loads(outcome.files["2021/figures.csv-metadata.json"])
    assert columns["dc:license"] == {"@id": "https://licence.example/by"}
    assert "outside/" in outcome.text("data/index.html"), "it leads out over the notice"


def test_no_downloads_no_data(make_project: ProjectFactory) -> None:
    outcome = make_small_project(make_project, re.sub("(?m)^下载:.*", "下载: []", CONFIG)).build(
        today="2022-06-01"
    )
    assert outcome.exit_code == 0, outcome.output
    text = outcome.text("data/index.html").partition("<main")[2]
    assert "目前没有提供数据下载" in text
    untrue = ("可以整批下载", "怎样读取", "CSV 用 UTF-8", "JSON 里的数值")
    assert [words for words in untrue if words in text] == [], "nothing is offered, nothing read"
    assert json.loads(outcome.files["data/catalog.jsonld"])["dcat:dataset"] == []
    assert [url for url in outcome.files if url.endswith(("csv", "-metadata.json"))] == []
