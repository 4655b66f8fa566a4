"""`fleet`: each body as if built alone, whoever works on it, and whatever befalls another."""

import json
import shutil
import time
from pathlib import Path

import pytest

from tests.fleet.conftest import BODIES, Files, MakeFleet, fleet, fleet_here, published
from tests.helpers.clusters import running_cluster
from tests.helpers.fleet_killer import Disturbance, disturb_fleet
from tests.helpers.fleet_projects import body_folder

pytestmark = pytest.mark.slow


def states(output: str) -> dict[str, str]:
    return {body["code"]: body["state"] for body in json.loads(output)["bodies"]}


def some(alone: dict[str, Files], bodies: int) -> dict[str, Files]:
    """Return what the first bodies publish."""
    return {body_folder(number): alone[body_folder(number)] for number in range(bodies)}


def test_processes_publish_what_each_body_alone_publishes(
    make_fleet: MakeFleet, alone: dict[str, Files]
) -> None:
    folder = make_fleet(5)
    first = fleet("build", folder, "--json", "--jobs", "2")
    assert first.returncode == 0, first.stdout + first.stderr
    assert set(states(first.stdout).values()) == {"done"}
    assert published(folder) == some(alone, 5)
    again = fleet_here("build", folder, "--json")
    assert set(states(again.stdout).values()) == {"unchanged"}
    name = f"{body_folder(3)}/content/guide.md"
    (folder / name).write_text("---\n标题: 政府信息公开指南\n---\n## 分类\n\n新的说明。\n", "utf-8")
    changed = states(fleet_here("build", folder, "--json").stdout)
    assert [code for code, state in changed.items() if state != "unchanged"] == ["B00003"]


def test_a_cluster_publishes_the_same_whatever_befalls_a_worker(
    make_fleet: MakeFleet, alone: dict[str, Files], tmp_path: Path
) -> None:
    folder = make_fleet(BODIES)
    with running_cluster(tmp_path / "cluster", 2) as cluster:
        result, kills = disturb_fleet(folder, Disturbance(kills=1), cluster)
        assert kills == 1, "the fleet was finished before anything was killed"
        assert result.returncode == 0, result.stdout + result.stderr
        assert set(states(result.stdout).values()) <= {"done", "unchanged"}
        assert published(folder) == alone
        again = fleet_here("check", folder, "B00002", "--json", "--cluster", cluster.address)
        assert [*states(again.stdout)] == ["B00002"]


def test_killed_processes_cost_time_and_nothing_else(
    make_fleet: MakeFleet, alone: dict[str, Files]
) -> None:
    folder = make_fleet(BODIES)
    result, kills = disturb_fleet(folder, Disturbance(kills=2))
    assert kills == 2, "the fleet was finished before anything was killed"
    assert result.returncode == 0, result.stdout + result.stderr
    assert published(folder) == alone


def test_one_body_never_stops_another(make_fleet: MakeFleet, alone: dict[str, Files]) -> None:
    bodies = 6
    folder = make_fleet(bodies)
    shutil.rmtree(folder / body_folder(1))
    figures = folder / body_folder(2) / "content/2020/figures.yaml"
    figures.write_text(figures.read_text("utf-8") + "多余: [1]\n", "utf-8")
    (folder / body_folder(4) / "templates").mkdir()
    (folder / body_folder(4) / "templates/base.html").write_text("{% if %}", "utf-8")
    (folder / body_folder(5) / "config.yaml").write_bytes(b"\xff\xfe\x00")
    result = fleet("build", folder, "--jobs", "2")
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr
    for number in (1, 2, 4, 5):
        assert f"测试县第{number}局（B{number:05d}，{body_folder(number)}）：" in result.stdout
    assert "figures.yaml" in result.stdout
    assert f"共 {bodies} 个机构：已生成 {bodies - 4} 个，有错误 4 个。" in result.stdout
    fine = {body_folder(number) for number in range(bodies)} - {
        body_folder(number) for number in (1, 2, 4, 5)
    }
    now = published(folder)
    assert {name: now[name] for name in fine} == {name: alone[name] for name in fine}
    assert not (folder / body_folder(1)).exists()
    again = json.loads(fleet_here("build", folder, "--json").stdout)
    by_code = {body["code"]: body for body in again["bodies"]}
    assert again["counts"] == {"done": 0, "unchanged": bodies - 4, "failed": 4, "crashed": 0}
    assert by_code["B00002"]["problems"]


def test_checking_writes_no_site_and_remembers(make_fleet: MakeFleet) -> None:
    folder = make_fleet(2)
    # What was written just now may change again without a trace, so nothing is remembered of it.
    time.sleep(2.1)
    first = json.loads(fleet_here("check", folder, "--json").stdout)
    assert {body["state"] for body in first["bodies"]} == {"done"}
    assert not (folder / body_folder(0) / "public").exists()
    again = json.loads(fleet_here("check", folder, "--json").stdout)
    assert {body["state"] for body in again["bodies"]} == {"unchanged"}
    assert [body["warnings"] for body in again["bodies"]] == [
        body["warnings"] for body in first["bodies"]
    ]
    state = folder / ".build" / "fleet-check.json"
    state.write_bytes(state.read_bytes()[:-7])
    damaged = json.loads(fleet_here("check", folder, "--json").stdout)
    assert {body["state"] for body in damaged["bodies"]} == {"done"}


def test_what_was_interrupted_goes_on(make_fleet: MakeFleet, alone: dict[str, Files]) -> None:
    folder = make_fleet(BODIES)
    result, _ = disturb_fleet(folder, Disturbance(interrupt_after=4))
    assert result.returncode == 130, result.stdout + result.stderr
    assert "已中断" in json.loads(result.stdout)["interruption"]
    assert "Traceback" not in result.stdout + result.stderr
    again = states(fleet_here("build", folder, "--json").stdout)
    # Two were still being worked on.
    assert list(again.values()).count("unchanged") >= 2
    assert published(folder) == alone


def test_some_bodies_by_code_or_name(make_fleet: MakeFleet) -> None:
    folder = make_fleet(4)
    result = fleet_here("build", folder, "B00002", "测试县第3局", "--json")
    assert list(states(result.stdout)) == ["B00002", "B00003"]
    assert [path.parent.name for path in sorted(folder.glob("bodies/*/public"))] == [
        *("b00002", "b00003")
    ]
    unknown = fleet_here("build", folder, "测试县第3据")
    assert unknown.returncode == 2
    assert "名录里没有机构“测试县第3据”。是不是“测试县第3局”？" in unknown.text
    government = fleet_here("build", folder, "GOV")
    assert "“测试县人民政府”没有写“项目”" in government.text


def test_a_faulty_register_stops_all_with_its_places(make_fleet: MakeFleet) -> None:
    folder = make_fleet(1)
    register = folder / "bodies.yaml"
    register.write_text(register.read_text("utf-8").replace("上级: GOV", "上级: GOVV", 1), "utf-8")
    result = fleet_here("build", folder)
    assert result.returncode == 1
    assert "bodies.yaml:3:" in result.stdout
    assert "是不是“GOV”（测试县人民政府）？" in result.stdout
    assert "没有处理任何机构" in result.text
    register.unlink()
    assert "这里没有机构名录" in fleet_here("check", folder).text
