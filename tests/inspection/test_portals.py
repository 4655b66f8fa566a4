"""Three clean portals have no finding; each planted fault has its own; a second run asks little."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.inspection.commands import inspect_json
from tests.inspection.defects import DEFECTS, GROUPS, Defect
from tests.inspection.portal_server import serve_portal
from tests.inspection.portals import FAMILIES, YEARS

FEW_REQUESTS = 13


@pytest.mark.parametrize("family", FAMILIES)
def test_a_clean_portal_has_no_finding_and_a_second_run_gets_nothing_twice(
    family: str, tmp_path: Path
) -> None:
    with serve_portal(FAMILIES[family]()) as server:
        first = inspect_json(server, tmp_path, "--report", str(tmp_path / "a.html"))
        assert (first["findings"], first["undecided"]) == ([], [])
        assert [*first["years"]] == [str(year) for year in YEARS]
        assert all(first["columns"].values())
        asked = len(server.requests)
        assert asked == first["requests"] <= FEW_REQUESTS
        assert all("site-builder-inspect" in agent for agent in server.agents)
        _check_evidence(tmp_path)
        server.requests.clear()
        server.portal.edit("guide", "0000-1234567", "0000-7654321")
        second = inspect_json(server, tmp_path, "--report", str(tmp_path / "b.html"))
    answers = [status for _, status in server.requests]
    assert len(answers) == asked
    assert answers.count(200) == 1
    assert answers.count(304) == asked - 2
    assert second["findings"] == []
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def _check_evidence(store: Path) -> None:
    copies = [path for path in (store / "copies").rglob("*") if path.is_file()]
    assert copies
    for path in copies:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    lines = [json.loads(line) for line in (store / "index.jsonl").read_text("utf-8").splitlines()]
    digests = {line["sha256"] for line in lines if line.get("sha256")}
    assert digests == {path.stem for path in copies}
    assert all(line["time"] for line in lines)


def test_there_are_forty_faults_with_names_of_their_own() -> None:
    assert len({(defect.family, defect.name) for defect in DEFECTS}) == len(DEFECTS) >= 40
    assert {defect.family for defect in DEFECTS} == {*FAMILIES}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0].family}-{group[0].group}")
def test_each_planted_fault_is_reported(group: tuple[Defect, ...], tmp_path: Path) -> None:
    portal = FAMILIES[group[0].family]()
    for defect in group:
        defect.plant(portal)
    with serve_portal(portal) as server:
        answer = inspect_json(server, tmp_path)
    findings = answer["findings"] + answer["undecided"]
    unexplained = list(findings)
    for defect in group:
        matching = [finding for finding in findings if defect.matches(finding)]
        assert matching, f"{defect.name} not found in {json.dumps(findings, ensure_ascii=False)}"
        assert all(
            f["evidence"]["sha256"] and f["evidence"]["time"]
            for f in matching
            if f["rule"] != "inspect/unreachable"
        )
        unexplained = [finding for finding in unexplained if not defect.matches(finding)]
    assert unexplained == []
