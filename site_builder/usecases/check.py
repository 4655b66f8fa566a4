"""Find whatever is wrong with a site, without building it."""

from site_builder.build.checked_site import check_and_plan, scan_sources
from site_builder.build.context import BuildContext, Options, Result, unbuilt_result
from site_builder.build.session import run_session


def check(options: Options) -> Result:
    """Return what is wrong with a site."""
    return run_session(options, _check)


def _check(context: BuildContext) -> Result:
    check_and_plan(context, scan_sources(context))
    return unbuilt_result(context)
