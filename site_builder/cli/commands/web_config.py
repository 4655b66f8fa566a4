"""`site-builder web-config`: a hardened configuration for the web server of a target."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from site_builder.cli import console, targets
from site_builder.cli.needed_folders import is_project, no_project
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.web_config import web_config


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write the configuration. Returns 0, 1 when it cannot be written, 2 for an unknown target."""
    standards = load_standards()
    if not is_project(arguments.project):
        # It stands apart from the configuration, which may go into a file.
        hint = "设置里的域名和目录请照标 ★ 的地方自己填，或用 --project 指明项目文件夹。"
        console.print_error(f"{no_project(arguments.project)}{hint}")
    return targets.run_reporting_errors(partial(_web_config, standards), arguments)


def _web_config(standards: Standards, arguments: Namespace) -> int:
    text = web_config(Path(arguments.project), arguments.server, arguments.target, standards)
    if not arguments.output:
        console.print_text(text.rstrip("\n"))
        return 0
    output = Path(arguments.output)
    output.write_text(text, encoding="utf-8", newline="\n")
    console.print_facts(written=[str(output)])
    console.print_line(f"已写入 {output}。里面标 ★ 的地方要改；用法在文件开头。")
    return 0
