"""A ledger of bodies → the plan of a site."""

from dataclasses import replace

from site_builder.model.catalogue_index import EMPTY_CATALOGUE
from site_builder.model.page import Page, Plan
from site_builder.model.settings import Settings
from site_builder.model.standards import Standards
from site_builder.model.views.parts import AssetUrls
from site_builder.pages.layout import build_layout
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.rollup.body_pages import body_pages
from site_builder.pages.rollup.data_files import data_pages, status_tables
from site_builder.pages.rollup.figure_tables import figure_tables
from site_builder.pages.rollup.finding_pages import finding_pages
from site_builder.pages.rollup.frame_pages import frame_pages, search_corpus, sitemap_page
from site_builder.pages.rollup.ledger import Ledger
from site_builder.pages.rollup.level_sums import levels
from site_builder.pages.rollup.proposals import proposal_pages
from site_builder.pages.rollup.rollup_page import NAVIGATION, RollupContext
from site_builder.pages.rollup.row_pages import row_pages
from site_builder.pages.rollup.status_pages import status_pages
from site_builder.pages.rollup.sum_pages import sum_pages
from site_builder.pages.share_picture import share_picture_pages


def plan_rollup(
    settings: Settings, standards: Standards, ledger: Ledger, assets: AssetUrls
) -> Plan:
    """Plan the site of a supervising office."""
    context = RollupContext(settings, standards, ledger, PageMetaBuilder(settings, standards))
    all_levels = tuple(level for year in ledger.years for level in levels(ledger, year))
    pages: list[Page] = [
        *frame_pages(context),
        *share_picture_pages(settings),
        *status_pages(context),
        *sum_pages(context, all_levels),
        *proposal_pages(all_levels),
        *row_pages(context),
        *finding_pages(context),
        *body_pages(context),
        *data_pages(context, (*status_tables(context), *figure_tables(context, all_levels))),
    ]
    pages.append(sitemap_page(context, pages))
    layout = build_layout(settings, standards, ledger.years, assets)
    return Plan(
        settings,
        ledger.years,
        replace(layout, navigation=NAVIGATION),
        EMPTY_CATALOGUE,
        tuple(sorted(pages, key=lambda page: page.url)),
        (),
        search_corpus(context),
    )
