"""Build the site of an office that supervises many bodies, from what they publish alone."""

import os

from site_builder.build.assets import build_assets
from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.options import Options, Result
from site_builder.build.output_ownership import check_output
from site_builder.build.output_scan import scan_output
from site_builder.build.outputs import write_outputs
from site_builder.build.project_settings import read_if_exists
from site_builder.build.publications import read_publications
from site_builder.build.register import load_register
from site_builder.build.search_index import search_files
from site_builder.build.session import run_session
from site_builder.build.template_errors import template_errors
from site_builder.config.settings import read_settings
from site_builder.model.diagnostic import has_errors
from site_builder.model.standards import Standards
from site_builder.pages.rollup.ledger import Ledger
from site_builder.pages.rollup.plan import plan_rollup


def roll_up(options: Options, standards: Standards) -> Result:
    """Build the site. Writes nothing when there is any error."""
    return run_session(options, standards, _roll_up)


def _roll_up(context: BuildContext) -> Result:
    project, standards = context.options.project, context.standards
    settings, diagnostics = read_settings(read_if_exists(project / "config.yaml"), standards)
    register, problems = load_register(project, standards)
    context.diagnostics += (*diagnostics, *problems)
    scan = scan_output(os.fspath(context.options.output))
    check_output(context, settings, scan)
    if settings is None or register is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    publications = read_publications(context, register)
    ledger = Ledger(register, publications, standards.forms, context.options.today)
    assets = build_assets(context)
    plan = plan_rollup(settings, standards, ledger, assets.urls)
    context.diagnostics.extend(template_errors(context, plan))
    ready_files = assets.files | search_files(context, plan.search_corpus)
    return write_outputs(context, plan, ready_files, scan)
