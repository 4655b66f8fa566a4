"""A built-in template copied into a project, to be changed there (docs/style.md)."""

from pathlib import Path

from site_builder.core.errors import AlreadyExistsError, UsageError
from site_builder.core.file_names import IGNORED_NAMES
from site_builder.core.safe_files import write_whole
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.render.own_templates import marked_copy, template_origin
from site_builder.render.template_folder import default_templates


def new_template(project: Path, name: str) -> str:
    """Copy a template. Returns its path in the project.

    Raises UsageError where there is none of this name, or the project has it already; OSError.
    """
    name = name.replace("\\", "/").removeprefix("templates/")
    names = _template_names()
    if name not in names:
        match = closest_match(name, names, HIGH_CONFIDENCE) or _same_file(name, names)
        hint = f"是不是“{match}”？" if match else f"可以写的在 {default_templates()}。"
        raise UsageError(f"自带的模板里没有“{name}”", hint)
    path = project / "templates" / name
    if path.exists():
        hint = (
            f"自带的在 {default_templates() / name}；对照着改好以后，"
            f"把第一行的摘要改成 {template_origin(name)}。"
        )
        raise AlreadyExistsError(f"已经有 templates/{name}，没有改动它", hint)
    if not (project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        raise UsageError(f"{project.resolve()} 里没有 content 文件夹", hint)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, marked_copy(name))
    return f"templates/{name}"


def _template_names() -> list[str]:
    folder = default_templates()
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    # What describes components is read by tests and the preview, and shows on no page.
    return sorted(
        path
        for path in paths
        if not path.endswith(".yaml")
        and not any(part.startswith((*IGNORED_NAMES, "__pycache__")) for part in path.split("/"))
    )


def _same_file(name: str, names: list[str]) -> str:
    """Return the one template whose file is called so, in whatever folder."""
    matches = [each for each in names if each.rpartition("/")[2] == name.rpartition("/")[2]]
    return matches[0] if len(matches) == 1 else ""
