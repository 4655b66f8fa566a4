"""Build the site of an office that supervises many bodies, from what they publish alone."""

import os
from contextlib import closing
from datetime import date
from functools import partial

from site_builder.build.assets import build_assets
from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.options import Options, Result
from site_builder.build.output_ownership import check_output
from site_builder.build.output_scan import scan_output
from site_builder.build.outputs import write_outputs
from site_builder.build.own_template_warnings import own_template_warnings
from site_builder.build.project_settings import read_if_exists
from site_builder.build.publications import read_publications
from site_builder.build.register import load_register
from site_builder.build.search_index import search_files
from site_builder.build.session import run_session
from site_builder.build.template_errors import template_errors
from site_builder.build.web_copies import WebCopies
from site_builder.build.web_files import ROBOT, WebFiles
from site_builder.config.settings import read_settings
from site_builder.core.guest_client import GuestClient
from site_builder.model.diagnostic import has_errors
from site_builder.model.standards import Standards
from site_builder.pages.rollup.ledger import Ledger
from site_builder.pages.rollup.plan import plan_rollup
from site_builder.publications.merged_carry_over import merged_carry_overs


def roll_up(options: Options, standards: Standards, day: date) -> Result:
    """Build the site on a day. Writes nothing when there is any error."""
    return run_session(options, standards, partial(_roll_up, day))


def _roll_up(day: date, context: BuildContext) -> Result:
    project, standards = context.options.project, context.standards
    settings, diagnostics = read_settings(read_if_exists(project / "config.yaml"), standards)
    register, problems = load_register(project, standards)
    context.diagnostics += (*diagnostics, *problems)
    scan = scan_output(os.fspath(context.options.output))
    check_output(context, settings, scan)
    if settings is None or register is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    with closing(GuestClient(ROBOT, settings.contact.email)) as client:
        copies = WebCopies(context.build / "rollup" / "copies")
        web = WebFiles(client, copies, day, context.try_save, clean=context.options.clean)
        publications = read_publications(context, register, web)
    merged = merged_carry_overs(register, publications, standards.forms)
    ledger = Ledger(register, publications, standards.forms, context.options.today, merged)
    assets = build_assets(context, settings)
    plan = plan_rollup(settings, standards, ledger, assets.urls)
    context.diagnostics.extend(own_template_warnings(context.templates))
    context.diagnostics.extend(template_errors(context, plan))
    ready_files = assets.files | search_files(context, plan.search_corpus)
    return write_outputs(context, plan, ready_files, scan)
