"""Whatever changes in the register, what is written is what a clean run would write."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.published_bodies import MadeBodies, make_bodies
from tests.helpers.rollup_sites import run_rollup

Change = Callable[[MadeBodies], object]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> MadeBodies:
    """Four bodies over two years, of which one uses a name of its own, with their rollup."""
    bodies = make_bodies(tmp_path_factory.mktemp("changed"), 4, (2024, 2025), 0)
    bodies.reports["B0002", 2025].name = "某局"
    bodies.write()
    run_rollup(bodies.folder)
    return bodies


def in_line(code: str, old: str, new: str) -> Change:
    """Return what changes the line of a body."""

    def change(bodies: MadeBodies) -> None:
        assert old in bodies.lines[code]
        bodies.lines[code] = bodies.lines[code].replace(old, new)

    return change


CHANGES: dict[str, Change] = {
    "name": in_line("B0001", "第0001局", "第一局"),
    "name of the parent": in_line("X", "某市人民政府", "甲市人民政府"),
    "former name": in_line("B0002", "}", ", 曾用名: [{名称: 某局, 止: 2020-12-31}]}"),
    "kind": in_line("B0003", "部门", "公共企事业单位"),
    "parent": in_line("B0002", "上级: X", "上级: B0001"),
    "end": in_line("B0003", "}", ", 止: 2025-06-30, 并入: B0001}"),
    "years": in_line("B0004", "}", ", 应报年度: 2024}"),
    "site": in_line("B0004", ", 网站: published/B0004", ""),
    "order": lambda bodies: bodies.codes.append(bodies.codes.pop(1)),
    "gone": lambda bodies: bodies.codes.remove("B0001"),
}


@pytest.fixture
def bodies(few: MadeBodies) -> Iterator[MadeBodies]:
    """The same, put back when a test has changed it."""
    codes, lines = [*few.codes], {**few.lines}
    yield few
    few.codes, few.lines = codes, lines
    few.write()
    run_rollup(few.folder)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gives_what_a_clean_run_gives(bodies: MadeBodies, name: str) -> None:
    CHANGES[name](bodies)
    bodies.write()
    changed = run_rollup(bodies.folder)
    assert changed.exit_code == 0, changed.output
    clean = run_rollup(bodies.folder, "--clean", output="clean")
    different = {url for url in clean.files if changed.files.get(url) != clean.files[url]}
    assert not different, Path(min(different))
    assert changed.files.keys() == clean.files.keys()
