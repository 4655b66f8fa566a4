"""What people do to a project between two builds, drawn at random: any sequence keeps it valid."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from site_builder.build import library_versions
from site_builder.core.installed_versions import installed_versions
from site_builder.model.standards import Standards
from site_builder.standards.form_loader import parse_form
from tests.helpers import ROOT, Project
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import CONFIG, document, figures, report

Edit = Callable[[Project, Random], None]
SETTINGS = (
    "",
    "附统计表文字版: 否\n",
    "目录每页: 2\n",
    "下载: [csv]\n",
    "公文下载: 是\n",
    "清理附件: 否\n",
)


def _documents(project: Project) -> list[str]:
    paths = (project.path / "content").glob("*/documents/*.md")
    return sorted(path.relative_to(project.path).as_posix() for path in paths)


def _edit_one(change: Callable[[str, Random], str]) -> Edit:
    def edit(project: Project, random: Random) -> None:
        path = random.choice(_documents(project))
        project.edit(path, change(project.read(path), random))

    return edit


def _with_line(text: str, key: str, line: str) -> str:
    """Write a field of the front matter, in place of what it was."""
    head, fence, body = text.partition("\n---\n")
    lines = [entry for entry in head.split("\n") if not entry.startswith(f"{key}:")]
    return "\n".join([*lines, *([line] if line else [])]) + fence + body


def _add_text(text: str, random: Random) -> str:
    return f"{text}\n又加一段{random.randint(0, 999)}。\n"


def _add_heading(text: str, random: Random) -> str:
    return f"{text}\n## 第{random.randint(0, 999)}节\n\n内容。\n"


def _change_title(text: str, random: Random) -> str:
    return _with_line(text, "名称", f"名称: 新的标题{random.randint(0, 999)}")


def _reword(text: str, random: Random) -> str:
    """Change words of the lines that lists show; two documents may get the same title."""
    number = random.randint(0, 5)
    text = re.sub("(?m)^名称: .*$", f"名称: 改写的标题{number}", text)
    return re.sub("(?m)^内容概述: .*$", f"内容概述: 改写的概述{number}。", text)


def _change_item(text: str, random: Random) -> str:
    return _with_line(text, "公开事项", f"公开事项: {random.randint(1, 15)}")


def _withdraw(text: str, random: Random) -> str:
    for key in ("有效性", "撤回日期", "状态说明"):
        text = _with_line(text, key, "")
    state = random.choice(("有效性: 有效", "有效性: 撤回\n撤回日期: 2022-03-01\n状态说明: 有误。"))
    return _with_line(text, "有效性", state)


def _link_two(project: Project, random: Random) -> None:
    """Name another document as what explains one; or nothing any more."""
    path = random.choice(_documents(project))
    folder = path.rpartition("/")[0]
    others = [other for other in _documents(project) if other != path]
    same_folder = [other for other in others if other.startswith(f"{folder}/")]
    target = random.choice([*same_folder, ""]).rpartition("/")[2]
    line = f"解读: {target}" if target else ""
    project.edit(path, _with_line(project.read(path), "解读", line))


def _add_document(project: Project, random: Random) -> None:
    year, number = random.choice((2019, 2020, 2021)), random.randint(100, 999)
    project.edit(f"content/{year}/documents/n{number}.md", document(year, number))


def _unlinked_documents(project: Project) -> list[str]:
    texts = [project.read(path) for path in _documents(project)]
    return [
        path
        for path in _documents(project)
        if not any(f"解读: {path.rpartition('/')[2]}" in text for text in texts)
    ]


def _remove_document(project: Project, random: Random) -> None:
    unlinked = _unlinked_documents(project)
    if len(unlinked) > 1:
        project.remove(random.choice(unlinked))


def _rename_document(project: Project, random: Random) -> None:
    if unlinked := _unlinked_documents(project):
        path = project.path / random.choice(unlinked)
        path.rename(path.with_name(f"r{random.randint(1000, 9999)}.md"))


def _break_and_mend(project: Project, random: Random) -> None:
    """Leave a mistake for one build, which fails, and mend it."""
    path = random.choice([*_documents(project), "config.yaml", "content/2021/figures.yaml"])
    text = project.read(path)
    project.edit(path, "没有: [\n")
    assert project.build().exit_code == 1
    project.edit(path, _add_text(text, random) if path.endswith(".md") else text)


def _build_elsewhere(project: Project, _random: Random) -> None:
    """Build into a second output folder too: the two share all that was read."""
    assert project.build(output=project.path / "second").exit_code == 0


def _change_report(project: Project, random: Random) -> None:
    project.edit("content/2021/report.md", report(2021, f"第{random.randint(0, 99)}稿。"))


def _change_figures(project: Project, random: Random) -> None:
    cells = {("proactive", "penalty", "decisions"): str(random.randint(0, 9))}
    project.edit("content/2021/figures.yaml", figures(2021, cells))


def _change_file(project: Project, random: Random) -> None:
    project.edit("content/2021/files/list.csv", f"甲,乙\n{random.randint(0, 99)},2\n")


def _change_settings(project: Project, random: Random) -> None:
    name = random.choice(("测试园区", "改名园区"))
    extra = random.choice(SETTINGS)
    key = extra.partition(":")[0]
    lines = [line for line in CONFIG.splitlines() if not key or not line.startswith(f"{key}:")]
    text = "\n".join(lines).replace("测试园区政府", f"{name}政府")
    # A document that names no agency is found by that of the settings.
    agency = random.choice(("测试园区", "新设的管理局"))
    project.edit("config.yaml", text.replace("机关: 测试园区", f"机关: {agency}") + f"\n{extra}")


def _change_rule(project: Project, random: Random) -> None:
    project.edit(
        "content/rules/law.md", f"---\n标题: 第{random.randint(0, 9)}号条例\n---\n要点。\n"
    )


def _change_template(project: Project, random: Random) -> None:
    own = project.path / "templates"
    if own.exists() and random.random() < 0.3:
        shutil.rmtree(own)
        return
    name = f"pages/{random.choice(('document.html', 'catalogue.html', 'home.html'))}"
    base = own / name if (own / name).exists() else ROOT / "templates" / name
    text = base.read_text(encoding="utf-8")
    project.edit(
        f"templates/{name}", text.replace("{% block main %}", "{% block main %}<!-- x -->")
    )


def _spoil_output(project: Project, random: Random) -> None:
    pages = sorted(project.output.rglob("*.html"))
    page = random.choice(pages)
    if random.random() < 0.5:
        page.unlink()
    else:
        page.write_text("改过", encoding="utf-8")


def _touch(project: Project, random: Random) -> None:
    path = random.choice(_documents(project))
    project.edit(path, project.read(path))


def _standards(project: Project) -> Standards:
    return project.standards or STANDARDS


def _use_standards(project: Project, standards: Standards) -> None:
    # A project stays what it is; the program that builds it becomes another.
    object.__setattr__(project, "standards", standards)


def _change_form(project: Project, random: Random) -> None:
    """Build with a program in which the wording of a form is another."""
    standards = _standards(project)
    form_id = random.choice(sorted(standards.forms))
    file = ROOT / "site_builder" / "standards" / "forms" / f"{form_id}.yaml"
    title = standards.forms[form_id].title
    text = file.read_text(encoding="utf-8").replace(title, f"{title}{random.randint(1, 9)}", 1)
    form, diagnostics = parse_form(text.encode(), file.name)
    assert form, diagnostics
    _use_standards(project, replace(standards, forms={**standards.forms, form_id: form}))


def _change_vocabulary(project: Project, random: Random) -> None:
    """Build with a program in which a column has another name."""
    standards, number = _standards(project), random.randint(1, 9)
    first, *others = standards.channels
    channels = (replace(first, label=f"栏目{number}"), *others)
    digest = f"{STANDARDS.data_digest}{number}"
    _use_standards(project, replace(standards, channels=channels, data_digest=digest))


def announced_folder(project: Project) -> Path:
    """Return the folder, to stand first on `sys.path`, where other versions are announced."""
    return project.path.with_name("announced")


def _change_library(project: Project, random: Random) -> None:
    """Build with another version of a library, so far as its metadata tell."""
    name = random.choice(library_versions.ALL).replace("-", "_")
    folder = announced_folder(project)
    for other in folder.glob(f"{name}-*.dist-info"):
        shutil.rmtree(other)
    version = f"{random.randint(90, 99)}.0"
    metadata = folder / f"{name}-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata.write_text(text, encoding="utf-8")
    installed_versions.cache_clear()


EDITS: Sequence[Edit] = (
    *(3 * [_edit_one(_add_text)]),
    *(2 * [_edit_one(_reword)]),
    *map(_edit_one, (_add_heading, _change_title, _change_item, _withdraw)),
    *(_link_two, _add_document, _remove_document, _change_report, _change_figures),
    *(_change_file, _change_settings, _change_rule, _change_template, _spoil_output, _touch),
    *(_rename_document, _break_and_mend, _build_elsewhere),
    *(_change_form, _change_vocabulary, _change_library),
)
"""Texts are edited most."""
