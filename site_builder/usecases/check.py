"""Find whatever is wrong with a site, without building it."""

from site_builder.build.checked_site import check_and_plan
from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.options import Options, Result
from site_builder.build.session import run_session
from site_builder.build.site_readings import scan_sources
from site_builder.model.diagnostic import has_errors
from site_builder.model.standards import Standards


def check(options: Options, standards: Standards) -> Result:
    """Return what is wrong with a site."""
    return run_session(options, standards, _check)


def _check(context: BuildContext) -> Result:
    context.diagnostics.extend(context.standards.form_errors)
    if has_errors(context.diagnostics):
        return unbuilt_result(context)
    check_and_plan(context, scan_sources(context))
    return unbuilt_result(context)
