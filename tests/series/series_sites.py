"""Sites with reports of several years, and their figures files, read without the program."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from site_builder.model.form import Form, form_for
from tests.helpers import EXAMPLE, Project, Site, build_site
from tests.helpers.standards import STANDARDS
from tests.helpers.typed_figures import list_typed_values as values_typed

EVIL = '=1+1<script>"&'
Key = tuple[str, str, str]


def form_of(year: int) -> Form:
    """Return the form of a year's report."""
    form = form_for(year, STANDARDS.forms)
    assert form is not None
    return form


def typed_values(content: Path, year: int) -> dict[Key, str]:
    """Return what was typed into each cell of a year's figures.yaml."""
    text = (content / str(year) / "figures.yaml").read_text(encoding="utf-8")
    values = values_typed(text)
    keys = [
        (table.id, row.path, column.path)
        for table in form_of(year).tables()
        for _, row, column in table.cells()
    ]
    return dict(zip(keys, values, strict=True))


def digits_of(text: str) -> str:
    """Return the digits of what was typed; empty where it is no number."""
    return re.sub(r"[^\d.-]", "", text.removeprefix("+")) if text not in ("缺", "/") else ""


def make_project(into: Path, years: tuple[int, ...]) -> Project:
    """Build a project of the example's settings, with reports of these years."""
    project = Project(into)
    project.path.mkdir(parents=True)
    shutil.copy(EXAMPLE / "config.yaml", project.path)
    (project.path / "content").mkdir()
    for year in years:
        like = min(max(year, 2020), 2022)
        for name in ("report.md", "figures.yaml"):
            text = (EXAMPLE / "content" / str(like) / name).read_text(encoding="utf-8")
            text = text.replace(str(like), str(year))
            # Dates stay: a report of 2028 would have been published in the future.
            text = text.replace(f"SFYQ-{like + 1}", f"SFYQ-{year + 1}")
            text = re.sub(r"^附件:\n(?:  .*\n)+", "", text, flags=re.MULTILINE)
            text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text) if name == "report.md" else text
            project.edit(f"content/{year}/{name}", text)
    return project


def edit_figures(project: Project, year: int, edits: Mapping[str, str]) -> None:
    """Type other figures into a year."""
    path = f"content/{year}/figures.yaml"
    text = project.read(path)
    for before, after in edits.items():
        assert text.count(before) == 1, (year, before)
        text = text.replace(before, after)
    project.edit(path, text)


def build_mixed_site(into: Path) -> Site:
    """Build a site of both forms with blanks, `/`, decimals, two units, a gap, a broken carry."""
    project = make_project(into / "source", (2019, 2020, 2021, 2022, 2024))
    edit_figures(
        project,
        2019,
        {"35.8万元": "358000元", "复议后起诉: [0, 0, 0, 0, 0]": "复议后起诉: [缺, 0, 0, 0, 0]"},
    )
    edit_figures(project, 2020, {"行政处罚: [58, -6, 9]": "行政处罚: [58, -6, 缺]"})
    edit_figures(
        project,
        2021,
        {
            "本年新收: [19, 7, 1, 0, 3, 0, 30]": "本年新收: [20, 7, 1, 0, 3, 0, 31]",
            "结转下年: [2, 0, 0, 0, 0, 0, 2]": "结转下年: [3, 0, 0, 0, 0, 0, 3]",
            "规章: [0, 0, 0]": "规章: [/, /, /]",
        },
    )
    edit_figures(
        project,
        2022,
        {"行政事业性收费: [/]": "行政事业性收费: [0.05]", "行政强制: [1]": "行政强制: [缺]"},
    )
    text = project.read("config.yaml")
    project.edit("config.yaml", text.replace("机关: 示范园区管理委员会", f"机关: '{EVIL}'", 1))
    path = "content/2024/report.md"
    project.edit(path, project.read(path).replace("机关: 示范园区管理委员会", f"机关: '{EVIL}'", 1))
    return build_site("mixed", project.path, into)
