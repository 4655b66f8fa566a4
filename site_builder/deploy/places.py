"""Paths of config.yaml: from the project, or from somebody's home. Called by all that use them."""

from pathlib import Path

from site_builder.deploy.host import DeployError

_OURS = ("public", "drafts", "content", "releases", ".build")
"""Folders of a project that the program reads or writes for itself."""


def place_of(project: Path, text: str, setting: str) -> Path:
    """Find a path of config.yaml. Raises DeployError for a home that is nobody's."""
    try:
        return project / Path(text).expanduser()
    except RuntimeError:
        raise DeployError(
            f"“{setting}”写的 {text} 找不到：这台电脑上没有这个用户的主文件夹。请改正 config.yaml。"
        ) from None


def target_folder(project: Path, text: str) -> Path:
    """Find the folder that a site is put in. Raises DeployError for one that would do harm."""
    place = place_of(project, text, "目录").resolve()
    if place == place.parent:
        raise DeployError(f"“目录”不能是 {place}：那是整个磁盘。请写一个专用的文件夹。")
    # The folder may be there under another spelling: compared as the system does.
    if _within(project.resolve(), place):
        raise DeployError(f"“目录”不能是 {place}：项目就在里面。请在项目之外另建一个文件夹。")
    inside = next((name for name in _OURS if _within(place, project.resolve() / name)), "")
    if inside:
        raise DeployError(
            f"“目录”不能是 {place}：项目的 {inside} 文件夹另有用处。请在项目之外另建一个文件夹。"
        )
    return place


def _within(place: Path, top: Path) -> bool:
    """Tell whether a place is a folder, or lies in it."""
    if place.is_relative_to(top):
        return True
    above = (place, *place.parents)
    return top.exists() and any(one.exists() and one.samefile(top) for one in above)
