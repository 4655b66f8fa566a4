"""Where a command works, and what there has to be: said once, before anything is done.

What is not there is wrong usage, exit code 2, whatever the command.
"""

import os
from argparse import Namespace
from importlib import import_module

_ON_A_SITE = frozenset(
    (
        *("build", "check", "serve", "sign", "review-file", "export", "import", "verify"),
        *("deploy", "rollback", "releases", "web-config"),
        *("new template", "new report", "new document"),
    )
)
"""Commands that can do nothing in a folder that is no project."""
_ON_A_REGISTER = frozenset(("fleet build", "fleet check", "fleet deploy", "rollup"))
_MAX_NAME_LENGTH = 200
"""Characters of a name that are shown: nobody reads more."""


def missing_folder(name: str, arguments: Namespace) -> str:
    """Return what a command lacks to work on; empty where it has all."""
    folder = getattr(arguments, "project", "")
    # `edit` begins a site in a folder that is not there yet.
    if folder and name != "edit" and not os.path.isdir(folder):  # noqa: PTH112 - pathlib costs start-up
        nearest = import_module("site_builder.core.nearest_path").nearest_path(folder, ".")
        hint = f"是不是“{nearest}”？" if nearest else "请写放着 config.yaml 的文件夹。"
        return f"没有文件夹“{folder[:_MAX_NAME_LENGTH]}”。{hint}"
    if name in _ON_A_REGISTER and not _has(folder, "bodies.yaml"):
        return (
            f"这里没有机构名录：{os.path.abspath(folder)} 里没有 bodies.yaml。"  # noqa: PTH100 - pathlib costs start-up
            "请在它所在的文件夹里运行，或用 --project 指明；还没有名录的，先运行 "
            "site-builder fleet import 表格"
        )
    if name in _ON_A_SITE and not _works_anywhere(arguments) and not is_project(folder):
        return (
            f"{no_project(folder)}"
            "请在项目文件夹里运行，或用 --project 指明；还没有网站的，先运行 "
            "site-builder new site 文件夹 --organization 机关的名称"
        )
    return ""


def missing_file(path: str) -> str:
    """Return the sentence that a file is not there, and which one may be meant."""
    nearest = import_module("site_builder.core.nearest_path").nearest_path(path, ".")
    hint = f"是不是“{nearest}”？" if nearest else "请检查文件名和所在的文件夹。"
    return f"没有文件“{path}”。{hint}"


def is_project(folder: str) -> bool:
    """Return whether a folder looks like a project, be it an incomplete one."""
    return _has(folder, "config.yaml") or _has(folder, "content")


def no_project(folder: str) -> str:
    """Return the sentence that a folder is no project."""
    return (
        f"这里不是项目文件夹：{os.path.abspath(folder)} 里没有 config.yaml，"  # noqa: PTH100 - pathlib costs start-up
        "也没有 content 文件夹。"
    )


def _has(folder: str, name: str) -> bool:
    return os.path.exists(f"{folder}/{name}")  # noqa: PTH110 - pathlib costs start-up


def _works_anywhere(arguments: Namespace) -> bool:
    """Return whether these options leave nothing to do with a project."""
    if arguments.command == "verify":
        # An address and a record are enough on another machine.
        return bool(arguments.record) and "://" in arguments.target
    if arguments.command == "web-config":
        return not arguments.target
    if arguments.command == "import":
        return bool(arguments.dry_run)
    return bool(getattr(arguments, "explain", None))
