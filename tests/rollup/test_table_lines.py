"""Lines of bodies that did not change are taken from the published file, and never wrongly."""

from pathlib import Path

import pytest

from tests.helpers.published_bodies import MadeBodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

NAME = "data/2024-figures"


def change(bodies: MadeBodies, code: str = "B0006") -> None:
    """Have a body publish on another day, so that the lines of a year are put together anew."""
    bodies.reports[code, 2024].published = "2025-03-05"
    bodies.write([code])


def clean_run(bodies: MadeBodies) -> RollupSite:
    return run_rollup(bodies.folder, "--clean", output="clean")


def places(bodies: MadeBodies) -> list[Path]:
    """List the files that say where lines stand."""
    return sorted((bodies.folder / ".build/rollup/tables").iterdir())


def tamper_with_output(bodies: MadeBodies) -> None:
    """Change a figure of another body in what was published."""
    for suffix in ("csv", "json"):
        path = bodies.folder / f"rollup/{NAME}.{suffix}"
        data = path.read_bytes()
        start = data.index(b"B0001")
        path.write_bytes(data[:start] + data[start:].replace("数值".encode(), "空缺".encode(), 3))


def shorten_output(bodies: MadeBodies) -> None:
    for suffix in ("csv", "json"):
        path = bodies.folder / f"rollup/{NAME}.{suffix}"
        path.write_bytes(path.read_bytes()[:2000])


def remove_output(bodies: MadeBodies) -> None:
    (bodies.folder / f"rollup/{NAME}.csv").unlink()


def damage_places(bodies: MadeBodies) -> None:
    for path in places(bodies):
        path.write_bytes(path.read_bytes()[:-30])


def exchange_places(bodies: MadeBodies) -> None:
    """Have each file say what another one should."""
    paths = places(bodies)
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [tamper_with_output, shorten_output, remove_output, damage_places, exchange_places],
)
def test_whatever_stands_there_the_file_is_that_of_a_clean_run(
    small: MadeBodies, damage: object
) -> None:
    run_rollup(small.folder)
    assert callable(damage)
    damage(small)
    change(small)
    assert run_rollup(small.folder).files == clean_run(small).files


def test_a_report_that_moved_is_shown_where_it_is(small: MadeBodies) -> None:
    run_rollup(small.folder)
    small.reports["B0005", 2024].folder = 2018
    old = small.folder / "published/B0005/2024/figures.json"
    old.unlink()
    old.parent.rmdir()
    small.write(["B0005"])
    moved = run_rollup(small.folder)
    assert b"https://b0005.example.gov.cn/2018/report.html#" in moved.files[f"{NAME}.csv"]
    assert moved.files == clean_run(small).files
