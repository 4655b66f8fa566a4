"""Documents → `Plan` of their pages alone, in a site that is as it was."""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.model.catalogue_index import EMPTY_CATALOGUE
from site_builder.model.page import Page, Plan
from site_builder.model.search import SearchCorpus
from site_builder.model.views.parts import AssetUrls
from site_builder.pages import catalogue
from site_builder.pages.layout import build_layout
from site_builder.pages.page_context import PageContext
from site_builder.pages.redaction import redact_site
from site_builder.pages.search_documents import search_facets


def plan_documents(context: PageContext, lists: Iterable[Page], assets: AssetUrls) -> Plan:
    """Plan the pages of a site's documents, with lists that are planned: no text besides.

    Nothing of it is there to be searched.
    """
    site, standards = context.site, context.standards
    pages = (*catalogue.document_pages(replace(context, site=redact_site(site))), *lists)
    layout = build_layout(site.settings, standards, site.years, assets)
    corpus = SearchCorpus(search_facets(site.years, standards), ())
    return Plan(site.settings, site.years, layout, EMPTY_CATALOGUE, pages, (), corpus)
