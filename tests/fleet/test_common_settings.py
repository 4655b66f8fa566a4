"""What bodies have in common, and deploying them: the same alone and together."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from site_builder.build.common_folder import common_folder
from site_builder.model.extras import install_command
from tests.fleet.conftest import fleet_here
from tests.helpers import read_tree, run_cli
from tests.helpers.fleet_projects import TODAY, body_folder, write_fleet
from tests.properties.small_site import LAWFUL, lawful_site

pytestmark = pytest.mark.slow


def build_alone(project: Path) -> dict[str, bytes]:
    words = ("build", "--project", str(project), "--today", TODAY, "--quiet", "--jobs", "1")
    exit_code, output, _ = run_cli(*words)
    assert exit_code == 0, output
    return read_tree(project / "public")


def test_common_settings_lie_under_those_of_each_body(tmp_path: Path) -> None:
    write_fleet(tmp_path, 2, 1)
    first, second = (tmp_path / body_folder(number) for number in (0, 1))
    own = second / "config.yaml"
    own.write_text(own.read_text("utf-8") + "联系方式: {电话: 010-2}\n", "utf-8")
    before = build_alone(first)
    common = tmp_path / "common" / "config.yaml"
    common.parent.mkdir()
    common.write_text("站点: {名称: 不用}\n联系方式: {电话: 010-1, 地址: 共用路1号}\n", "utf-8")
    assert fleet_here("build", tmp_path).returncode == 0
    pages = [read_tree(project / "public")["guide.html"].decode() for project in (first, second)]
    assert ["010-1" in page for page in pages] == [True, False]
    assert ["010-2" in page for page in pages] == [False, True]
    assert all("共用路1号" in page and "不用" not in page for page in pages)
    together = read_tree(first / "public")
    shutil.rmtree(first / "public")
    shutil.rmtree(first / ".build")
    assert build_alone(first) == together
    assert together != before
    common.write_text("联系方式: [\n", "utf-8")
    broken = json.loads(fleet_here("build", tmp_path, "--json").stdout)
    assert broken["counts"]["failed"] == 2
    assert "common/config.yaml:" in broken["bodies"][0]["problems"][0]
    shutil.rmtree(common.parent)
    assert build_alone(first) == before


def test_common_templates_are_used_by_bodies_without_their_own(tmp_path: Path) -> None:
    write_fleet(tmp_path, 1, 1)
    project = tmp_path / body_folder(0)
    before = build_alone(project)
    shutil.copytree(Path(__file__).parents[2] / "templates", tmp_path / "common" / "templates")
    base = tmp_path / "common" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "<p>共用的页脚</p></body>"), "utf-8")
    assert fleet_here("build", tmp_path).returncode == 0
    after = read_tree(project / "public")
    assert "共用的页脚" in after["index.html"].decode()
    assert after.keys() == before.keys()


def test_only_a_register_above_a_project_counts(tmp_path: Path) -> None:
    project = tmp_path / "a/b/c/d/e"
    project.mkdir(parents=True)
    assert common_folder(project) is None
    (tmp_path / "bodies.yaml").write_text("机构: []\n", "utf-8")
    assert common_folder(project) is None, "too far above"
    assert common_folder(project.parent) == tmp_path / "common"
    assert common_folder(tmp_path) is None, "the register's own folder is no body"


def test_each_body_is_deployed_to_its_own_target(tmp_path: Path) -> None:
    write_fleet(tmp_path, 2, 0)
    for number in range(2):
        project = tmp_path / body_folder(number)
        for path, text in lawful_site(0).items():
            (project / path).write_text(text, "utf-8")
        target = f"部署: {{正式: {{方式: 文件夹, 目录: {tmp_path / f'www{number}'}}}}}\n"
        settings = LAWFUL + (target if number != 1 else "")
        (project / "config.yaml").write_text(settings, "utf-8")
        (tmp_path / f"www{number}").mkdir()
    rehearsal = fleet_here("deploy", tmp_path, "正式", "--dry-run")
    assert rehearsal.returncode == 1
    assert "新增" in rehearsal.stdout
    assert not list(tmp_path.glob("www*/**/index.html"))
    result = json.loads(fleet_here("deploy", tmp_path, "正式", "--json").stdout)
    assert [body["state"] for body in result["bodies"]] == ["done", "failed"], result
    assert "config.yaml 里没有“部署”" in result["bodies"][1]["message"]
    assert list((tmp_path / "www0").rglob("index.html"))
    again = json.loads(fleet_here("deploy", tmp_path, "正式", "--json").stdout)
    assert [body["state"] for body in again["bodies"]] == ["unchanged", "failed"]


def test_without_dask_the_command_that_brings_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_fleet(tmp_path, 1, 0)
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ("fleet", "build", "--project", str(tmp_path), "--cluster", "tcp://127.0.0.1:1")
    exit_code, output, _ = run_cli(*words)
    assert exit_code == 2
    assert install_command("cluster") in output


def test_a_cluster_that_does_not_answer_is_wrong_usage(tmp_path: Path) -> None:
    write_fleet(tmp_path, 1, 0)
    for address in ("本机", "tcp://127.0.0.1:1", "tcp://127.0.0.1:一"):
        result = fleet_here("build", tmp_path, "--cluster", address)
        assert result.returncode == 2
        assert f"连不上集群 {address}" in result.text
        assert "Traceback" not in result.text
