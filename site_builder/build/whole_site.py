"""A site that is checked and planned as a whole, and made where it is not as it was."""

from collections.abc import Mapping

from site_builder.build import output_ownership
from site_builder.build.checked_site import CheckedSite, plan_readings
from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.edited_lists import save_catalogue
from site_builder.build.options import Result
from site_builder.build.output_scan import OutputScan
from site_builder.build.outputs import write_outputs
from site_builder.build.search_index import search_files
from site_builder.build.site_readings import SiteReadings
from site_builder.model.diagnostic import has_errors
from site_builder.model.page import OutputFile


def build_whole(
    context: BuildContext, readings: SiteReadings, scan: OutputScan, key: str
) -> Result:
    """Check and plan the whole site, and build what is not as it was."""
    checked_site = plan_readings(context, readings)
    output_ownership.check_output(
        context, checked_site.site.settings if checked_site else None, scan
    )
    if checked_site is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    if key:
        save_catalogue(context, checked_site)
    return write_outputs(
        context,
        checked_site.plan,
        _ready_files(context, checked_site),
        scan,
        site_key=key,
    )


def _ready_files(context: BuildContext, checked_site: CheckedSite) -> Mapping[str, OutputFile]:
    if context.options.wechat:
        # An article carries its own styles and is searched by nobody here.
        return {}
    return checked_site.assets.files | search_files(context, checked_site.plan.search_corpus)
