"""`uv tool install` and `pipx install` of the wheel alone: the program, and what is added later."""

import json
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from site_builder import __version__
from tests.helpers import skip_missing
from tests.packaging.commands import run

pytestmark = pytest.mark.slow
TODAY = ("--today", "2026-01-31")


def installer(name: str) -> Path:
    """Return an installer that the extra `test` brings; skip where it cannot do its work."""
    program = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    return Path(program) if program else skip_missing(name, "make test installs it")


@pytest.fixture(scope="session")
def _index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where no library can be fetched: an installer has nothing else to install."""
    folder = tmp_path_factory.mktemp("index")
    words = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, "mdurl")
    try:
        run(*words, cwd=folder)
    except AssertionError as exc:
        skip_missing("an index of packages", f"none can be reached: {str(exc)[-300:]}")


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """Everything in one folder: nothing of the account is touched."""
    home = tmp_path / "家 目录"
    names = ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "UV_CACHE_DIR", "PIPX_HOME", "PIPX_BIN_DIR")
    folders = {name: str(home / name.lower()) for name in (*names, "PIPX_MAN_DIR")}
    return folders | {
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "NO_COLOR": "1",
    }


def check_program(program: Path, folder: Path, variables: dict[str, str]) -> None:
    """Make a site, and add what its downloads lack, with the command that the program names."""
    assert run(program, "--version", cwd=folder) == f"{__version__}\n"
    run(program, "new", "site", "gk", "--organization", "示范区民政局", *TODAY, cwd=folder)
    site = folder / "gk"
    config = (site / "config.yaml").read_text(encoding="utf-8")
    report = json.loads(run(program, "doctor", "--json", cwd=folder))
    lacking = {item["name"]: item["add"] for item in report["extras"] if not item["complete"]}
    path = f"{Path(installer('uv')).parent}:{Path(sys.executable).parent}:/usr/bin:/bin"
    assert "docx" not in lacking, "it was asked for at once"
    run(*shlex.split(lacking["xlsx"]), cwd=folder, PATH=path, **variables)
    added = json.loads(run(program, "doctor", "--json", cwd=folder))["extras"]
    assert next(item for item in added if item["name"] == "xlsx")["complete"]
    (site / "config.yaml").write_text(
        config.replace("[pdf, docx, xlsx, csv, json]", "[xlsx, csv, json]"), encoding="utf-8"
    )
    assert "已生成" in run(program, "build", *TODAY, cwd=site)
    assert (site / "public/index.html").is_file()
    run(program, "manual", "--output", "manual", cwd=folder)
    assert "写年度报告" in (folder / "manual/index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("_index")
def test_uv_tool_install(wheel: Path, tmp_path: Path, variables: dict[str, str]) -> None:
    run(installer("uv"), "tool", "install", f"{wheel}[docx]", cwd=tmp_path, **variables)
    check_program(Path(variables["UV_TOOL_BIN_DIR"]) / "site-builder", tmp_path, variables)


@pytest.mark.usefixtures("_index")
def test_pipx_install(wheel: Path, tmp_path: Path, variables: dict[str, str]) -> None:
    run(installer("pipx"), "install", f"{wheel}[docx]", cwd=tmp_path, **variables)
    check_program(Path(variables["PIPX_BIN_DIR"]) / "site-builder", tmp_path, variables)
