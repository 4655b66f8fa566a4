"""A kind of target that is unknown so far: three additions, and every command knows it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT, Project, ProjectFactory
from tests.properties.small_site import as_text, lawful_site

CLASS = '''
@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfTarget(RemoteTarget):
    """A shelf in a room."""

    kind: ClassVar[str] = "书架"
    module: ClassVar[str] = "shelf"

    room: str
    shelf: int = 1


TARGET_TYPES: '''
MODULE = '''
"""A shelf is a folder in a room, with a number."""

from pathlib import Path

from site_builder.deploy.remotes.local import LocalRemote
from site_builder.model.target import ShelfTarget


def connect(target: ShelfTarget, project: Path) -> LocalRemote:
    return LocalRemote(_folder(target, project))


def describe(target: ShelfTarget, project: Path) -> str:
    return f"{target.room}第 {target.shelf} 层"


def document_root(target: ShelfTarget, project: Path) -> str:
    return f"{_folder(target, project).as_posix()}/current"


def _folder(target: ShelfTarget, project: Path) -> Path:
    return (project / target.room / str(target.shelf)).resolve()
'''
FIELDS = """
- {key: 保留, id: keep, target_types: [书架], format: keep}
- {key: 房间, id: room, target_types: [书架], required: true, format: folder}
- {key: 层, id: shelf, target_types: [书架], format: port}
"""
RUN = """
import json, sys
from site_builder.cli.main import main
for command in json.loads(sys.argv[1]):
    print("=", main(command), flush=True)
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one more kind of target: its class and keys, its module, one entry."""
    root = tmp_path_factory.mktemp("program")
    package = root / "site_builder"
    shutil.copytree(ROOT / "site_builder", package, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "templates").symlink_to(ROOT / "templates")
    model = package / "model" / "target.py"
    text = model.read_text(encoding="utf-8")
    text = text.replace("\nTARGET_TYPES: ", CLASS).replace(
        "ArchiveTarget)}", "ArchiveTarget, ShelfTarget)}"
    )
    assert text.count("ShelfTarget") == 2
    model.write_text(text, encoding="utf-8")
    (package / "deploy" / "remotes" / "shelf.py").write_text(MODULE, encoding="utf-8")
    keys = package / "standards" / "data" / "targets.yaml"
    text = keys.read_text(encoding="utf-8")
    keys.write_text(text + FIELDS, encoding="utf-8")
    return root


def run(program: Path, site: Project, *commands: tuple[str, ...]) -> list[str]:
    """Run commands one after another; return what each printed, with its exit code."""
    calls = [
        [
            *words,
            "--project",
            str(site.path),
            *(("--today", "2022-01-25") if words[0] == "deploy" else ()),
        ]
        for words in commands
    ]
    completed = subprocess.run(
        [sys.executable, "-u", "-X", "utf8", "-c", RUN, json.dumps(calls)],
        cwd=program,
        env={"PYTHONPATH": str(program), "PATH": "", "HOME": str(program)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
        encoding="utf-8",
    )
    return re.split(r"(?m)^= ", completed.stdout)


def test_a_new_kind_of_target(program: Path, make_project: ProjectFactory) -> None:
    site = make_project(as_text(lawful_site(2)))
    (site.path.parent / "room" / "2").mkdir(parents=True)
    config = site.read("config.yaml")
    site.edit(
        "config.yaml",
        f"{config}\n部署:\n  正式: {{方式: 书架, 房间: ../room, 层: '2', 保留: '3'}}\n",
    )
    output = run(
        program,
        site,
        ("deploy", "正式"),
        ("verify", "正式"),
        ("web-config", "nginx", "正式"),
        ("releases", "正式"),
        ("rollback", "正式"),
    )
    codes = [int(text[0]) for text in output[1:]]
    assert codes == [0, 0, 0, 0, 1], output
    assert "（书架，复制）：../room第 2 层" in output[0]
    assert f"{(site.path.parent / 'room/2').resolve().as_posix()}/current" in output[2]
    assert (site.path.parent / "room" / "2" / "current" / "index.html").is_file()
    site.edit("config.yaml", f"{config}\n部署:\n  正式: {{方式: 书架, 层: 三, 目录: x}}\n")
    (message, *_) = run(program, site, ("deploy", "正式"))
    assert "三" in message or "目录" in message, message
