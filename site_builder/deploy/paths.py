"""Paths of config.yaml: from the project, or from somebody's home."""

from pathlib import Path

from site_builder.core.errors import DeployError

_RESERVED_FOLDERS = ("public", "drafts", "content", "releases", ".build")
"""Folders of a project that the program reads or writes for itself."""


def resolve_path(project: Path, text: str, setting: str) -> Path:
    """Find a path of config.yaml. Raises DeployError for a home that is nobody's."""
    try:
        return project / Path(text).expanduser()
    except RuntimeError:
        raise DeployError(
            f"“{setting}”写的 {text} 找不到：这台电脑上没有这个用户的主文件夹。请改正 config.yaml。"
        ) from None


def resolve_file(project: Path, text: str, setting: str) -> str:
    """Find a file of config.yaml that need not be named; none stays none."""
    return str(resolve_path(project.absolute(), text, setting)) if text else ""


def target_folder(project: Path, text: str) -> Path:
    """Find the folder that a site is put in. Raises DeployError for one that would do harm."""
    path = resolve_path(project, text, "目录").resolve()
    if path == path.parent:
        raise DeployError(f"“目录”不能是 {path}：那是整个磁盘。请写一个专用的文件夹。")
    # The folder may be there under another spelling: compared as the system does.
    if _is_within(project.resolve(), path):
        raise DeployError(f"“目录”不能是 {path}：项目就在里面。请在项目之外另建一个文件夹。")
    reserved = next(
        (name for name in _RESERVED_FOLDERS if _is_within(path, project.resolve() / name)), ""
    )
    if reserved:
        raise DeployError(
            f"“目录”不能是 {path}：项目的 {reserved} 文件夹另有用处。请在项目之外另建一个文件夹。"
        )
    return path


def unusable_folder(project: Path, text: str) -> DeployError | None:
    """Return why nothing can be put in a folder as it stands now; None where it can."""
    try:
        folder = target_folder(project, text)
    except DeployError as exc:
        return exc
    return None if folder.is_dir() else missing_folder_error(folder)


def missing_folder_error(folder: Path) -> DeployError:
    """Build the error of a folder that is not there: it may be a share, so none is made."""
    return DeployError(f"没有目标文件夹 {folder}", "请先建立它；是共享文件夹的，请先连接。")


def _is_within(path: Path, folder: Path) -> bool:
    """Return whether a place is a folder, or lies in it."""
    if path.is_relative_to(folder):
        return True
    ancestors = (path, *path.parents)
    return folder.exists() and any(
        ancestor.exists() and ancestor.samefile(folder) for ancestor in ancestors
    )
