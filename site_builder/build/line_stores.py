"""Which long files are put together from lines that earlier builds wrote, and where these are."""

from site_builder.build.context import BuildContext
from site_builder.build.line_cache import LineCache
from site_builder.build.output_renderer import LineStore
from site_builder.build.table_lines import TableLines
from site_builder.model.page import Page
from site_builder.model.views.downloads import CatalogueDataView
from site_builder.model.views.pages import View
from site_builder.model.views.rollup import TableDataView

_TEXT_FORMATS = ("csv", "json")


def line_store(context: BuildContext, page: Page, view: View) -> LineStore | None:
    """Return the lines of a file; None where it is written whole."""
    if page.renderer not in _TEXT_FORMATS:
        return None
    if isinstance(view, CatalogueDataView):
        return LineCache(context, page.renderer)
    return TableLines(context, page.url) if isinstance(view, TableDataView) else None
