"""`check` through the real command line: what it is asked about, what it reports, what remains."""

import json

import pytest

from site_builder.rules import registry
from tests.helpers import ROOT, Project, ProjectFactory, run_cli
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, document, figures, small_site

PAGE = "content/2020/documents/d0000.md"
FIGURES = "content/2020/figures.yaml"
TODAY = "2022-01-25"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


def check(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("check", *words, "--project", str(site.path), "--today", TODAY)
    return exit_code, output


def json_diagnostics(site: Project, *words: str) -> list[dict[str, str]]:
    diagnostics: list[dict[str, str]] = json.loads(check(site, *words, "--format", "json")[1])[
        "findings"
    ]
    return diagnostics


def suppress(site: Project, *problems: str) -> None:
    """Write suppressions into the document."""
    items = "".join(f"  - {{问题: '{problem_id}', 理由: 原件如此}}\n" for problem_id in problems)
    site.edit(PAGE, site.read(PAGE).replace("有效性", f"接受:\n{items}有效性", 1))


@pytest.mark.parametrize("words", [("content/2020",), ("--only", "w007")])
def test_what_stops_everything_is_told_whatever_was_asked(
    site: Project, words: tuple[str, ...]
) -> None:
    assert check(site, *words)[0] == 0
    site.edit("config.yaml", "站点: [\n")
    exit_code, output = check(site, *words)
    assert (exit_code, "config.yaml:" in output, "没有发现问题" in output) == (1, True, False)


def test_no_content_is_told_whatever_was_asked(site: Project) -> None:
    site.remove("content")
    exit_code, output = check(site, "--only", "w007")
    assert (exit_code, "scan/content" in output) == (1, True)


@pytest.mark.parametrize("path", ["content/9999/nothing.md", "/", ".."])
def test_no_such_file(site: Project, path: str) -> None:
    exit_code, output = check(site, path)
    assert (exit_code, f"没有“{path}”" in output) == (2, True)


def test_a_file_is_named_from_here_or_from_the_project(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit(PAGE, document(2020, 0, body="见[清单](gone.md)。"))
    monkeypatch.chdir(site.path / "content")
    for path in (PAGE, "2020/documents/d0000.md", "2020", "..", str(site.path / PAGE)):
        assert "plan/link" in check(site, path)[1], path
    assert "plan/link" not in check(site, "2021")[1]


@pytest.mark.parametrize("name", ["c009/nope", "n001/nope", "c008/nope", "nope", "plan/nope"])
def test_no_such_rule(site: Project, name: str) -> None:
    exit_code, output = check(site, "--only", name)
    assert (exit_code, f"没有规则“{name}”" in output) == (2, True)
    assert len(output) < 200


def test_the_nearest_name_of_the_same_rule_is_told(site: Project) -> None:
    assert "是不是“c009/stale”？" in check(site, "--only", "c009/stal")[1]


def test_each_expected_finding_can_be_asked_for() -> None:
    for path in (ROOT / "tests").rglob("expected.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split(" ")
            if len(words) > 3 and words[1] in ("错误", "提醒"):
                assert registry.is_valid_code(words[2], STANDARDS), (
                    f"{path.parent.name}: {words[2]}"
                )


def broken_figures(number: str) -> str:
    return figures(2020).replace("本年新收: [0,", f"本年新收: [{number},")


def wrong_sum(site: Project, number: str = "4") -> str:
    """Break a sum; return the diagnostic's id."""
    site.edit(FIGURES, broken_figures(number))
    diagnostics = json_diagnostics(site, "--only", "n001/balance")
    return next(diagnostic["id"] for diagnostic in diagnostics if "natural" in diagnostic["id"])


def test_arithmetic_is_accepted_as_it_stands(site: Project) -> None:
    name = wrong_sum(site)
    assert name == "n001/balance:applicant.natural=4≠0"
    word = f"接受:\n  - {{问题: '{name}', 理由: 原件如此}}\n"
    site.edit(FIGURES, broken_figures("4") + word)
    assert f"编号：{name}" not in check(site)[1]
    site.edit(FIGURES, broken_figures("5") + word)
    out = check(site)[1]
    assert "编号：n001/balance:applicant.natural=5≠0" in out
    assert f"接受的问题“{name}”已经不存在" in out


def test_accepted_ones_are_counted_as_asked(site: Project) -> None:
    name = wrong_sum(site)
    word = f"接受:\n  - {{问题: '{name}', 理由: 原件如此}}\n"
    site.edit(FIGURES, broken_figures("4") + word)
    cases = (("content/2020", 1), ("content/2021", 0))
    for path, count in cases:
        assert (
            sum(diagnostic["accepted"] is not None for diagnostic in json_diagnostics(site, path))
            == count
        )
    assert (
        sum(
            diagnostic["accepted"] is not None
            for diagnostic in json_diagnostics(site, "--only", "w007")
        )
        == 0
    )
    assert "已接受" not in check(site, "content/2021")[1]


def test_errors_of_other_rules_cannot_be_accepted(site: Project) -> None:
    site.edit(PAGE, document(2020, 0, body="联系手机 13911115678。"))
    names = [diagnostic["id"] for diagnostic in json_diagnostics(site, "--only", "p002")]
    suppress(site, *names)
    exit_code, output = check(site, PAGE)
    assert (exit_code, "p002/mobile" in output) == (1, True)
    assert f"“{names[0]}”这个问题不能接受，请改正" in output


def test_what_is_found_while_planning_cannot_be_accepted(site: Project) -> None:
    site.edit(PAGE, document(2020, 0, body="见[清单](gone.md)。"))
    suppress(site, "plan/link")
    exit_code, output = check(site, PAGE)
    assert (exit_code, "“plan/link”这个问题不能接受，请改正" in output) == (1, True)
    assert "已经不存在" not in output


def test_accepting_twice_is_told(site: Project) -> None:
    suppress(site, "w007/doubled:的的", "w007/doubled:的的")
    out = check(site, PAGE)[1]
    assert f"接受了两次：{PAGE} 第 10 行和{PAGE} 第 11 行" in out


def test_sarif_names_its_rules_and_quotes_addresses(site: Project) -> None:
    site.edit("content/2020/files/通 知.csv", "甲\n")
    wrong_sum(site)
    run = json.loads(check(site, "--format", "sarif")[1])["runs"][0]
    rules_by_id = {item["id"]: item for item in run["tool"]["driver"]["rules"]}
    assert rules_by_id["n001/balance"]["shortDescription"]["text"] == "统计表的勾稽关系"
    assert rules_by_id["scan/name"]["shortDescription"]["text"] == "文件名或文件夹名不能用作网址"
    assert all("怎么改" in item["help"]["text"] for item in rules_by_id.values())
    uris = [
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for item in run["results"]
    ]
    assert "content/2020/files/%E9%80%9A%20%E7%9F%A5.csv" in uris


def test_an_acceptance_is_understood_however_it_was_copied(site: Project) -> None:
    name = wrong_sum(site)
    typed = f"编号：{name}".replace(":", "：", 2).replace("≠", "!=")
    site.edit(FIGURES, broken_figures("4") + f"接受:\n  - {{问题: '{typed}', 理由: 原件如此}}\n")
    out = check(site)[1]
    assert (f"编号：{name}" in out, "accept/" in out) == (False, False)
    for file in ("2020/figures.yaml", "content\\2020\\figures.yaml", "./content/2020/figures.yaml"):
        site.edit(FIGURES, broken_figures("4"))
        word = f"接受:\n  - {{问题: '{name}', 理由: 原件如此, 文件: '{file}'}}\n"
        before = site.read("config.yaml")
        site.edit("config.yaml", before + word)
        assert "accept/" not in check(site)[1], file
        site.edit("config.yaml", before)


def test_an_acceptance_that_almost_fits_says_what_was_meant(site: Project) -> None:
    name = wrong_sum(site)
    nearly = name.replace("4≠", "5≠")
    site.edit(FIGURES, broken_figures("4") + f"接受:\n  - {{问题: '{nearly}', 理由: 原件如此}}\n")
    assert f"相近的有“{name}”" in check(site)[1]


@pytest.mark.parametrize("data", ["[" * 100_000, "{}", "null", '{"entries": 5}', "{"])
def test_a_damaged_catalogue_of_the_last_time_is_told(site: Project, data: str) -> None:
    assert site.build(today=TODAY).exit_code == 0
    site.edit("public/catalogue.json", data)
    assert "write/published" in check(site)[1]


def test_an_address_in_place_of_a_domain_is_one_finding(site: Project) -> None:
    config = site.read("config.yaml").replace("站点:\n", "站点:\n  域名: https://a.gov.cn/\n", 1)
    site.edit("config.yaml", config)
    names = [item["rule"] for item in json_diagnostics(site) if "域名" in item["message"]]
    assert names == ["settings/value"]
