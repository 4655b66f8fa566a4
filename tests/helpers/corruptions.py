"""Ways to spoil a site that no text can describe: encodings, links, pipes, folders, templates."""

import os
import shutil
from collections.abc import Callable
from itertools import groupby

from tests.helpers import ROOT, Project

NOTICE = "content/2021/documents/notice.md"
ARTICLE = "templates/pages/article.html"


def change(project: Project, path: str, lines: str) -> None:
    """Take the `-` lines out of a file and put the `+` lines in their place; or write it anew."""
    runs = [(mark, "".join(f"{line[1:]}\n" for line in some)) for mark, some in marked_runs(lines)]
    if "-" not in dict(runs):
        project.edit(path, "".join(text for _, text in runs))
        return
    text = project.read(path)
    while runs:
        mark, old = runs.pop(0)
        assert (mark, text.count(old)) == ("-", 1), old
        text = text.replace(old, runs.pop(0)[1] if runs and runs[0][0] == "+" else "")
    project.edit(path, text)


def marked_runs(lines: str) -> list[tuple[str, list[str]]]:
    return [(mark, list(some)) for mark, some in groupby(lines.splitlines(), lambda line: line[0])]


# --- errors that no text file can hold ---------------------------------------------------------

Corruption = Callable[[Project], str | None]
"""Spoils a project; gives another output folder where the case is about that."""


def without(path: str) -> Corruption:
    return lambda project: project.remove(path)


def in_gbk(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).encode("gb18030"))


def in_utf_16(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).encode("utf-16"))


def report_in_gbk(project: Project) -> None:
    path = "content/2021/report.md"
    project.edit(path, project.read(path).encode("gb18030"))


def report_renamed(project: Project) -> None:
    (project.path / "content/2021/report.md").rename(project.path / "content/2021/年报.md")


def binary(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).replace("工作计划", "工作\0计划"))


def with_a_line_break_of_word(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).replace("\n\n园区", "\n\n园区\x0b"))


def content_elsewhere(project: Project) -> None:
    (project.path / "content").rename(project.path / "elsewhere")
    (project.path / "content").symlink_to(project.path / "elsewhere", target_is_directory=True)


def huge(project: Project) -> None:
    front_matter = project.read(NOTICE).split("---\n")[1]
    text = f"---\n{front_matter}---\n\n" + "信息公开。" * 700_000
    project.edit(NOTICE, text.encode()[:10_000_000])


def link_out(project: Project) -> None:
    secret = project.path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (project.path / "content/2021/files/secret.txt").symlink_to(secret)


def folder_out(project: Project) -> None:
    documents = project.path / "content/2021/documents"
    documents.rename(project.path / "elsewhere")
    documents.symlink_to(project.path / "elsewhere", target_is_directory=True)


def pipe(project: Project) -> None:
    """Build what would be waited for without end, if anybody opened it."""
    os.mkfifo(project.path / "content/2021/files/pipe.csv")


def into_someone_elses(project: Project) -> str:
    project.edit("other/family.jpg", b"\xff\xd8")
    project.edit("other/notes/diary.txt", "mine")
    return "other"


def beside_a_strangers_file(project: Project) -> None:
    project.edit("public/mine.txt", "mine")


def own_templates(change: Callable[[Project], object]) -> Corruption:
    def spoil(project: Project) -> None:
        shutil.copytree(ROOT / "templates", project.path / "templates")
        change(project)

    return spoil


def with_second_line(line: str) -> Corruption:
    def spoil(project: Project) -> None:
        text = '{% extends "base.html" %}\n{% block main %}\n' + line + "\n{% endblock %}\n"
        project.edit(ARTICLE, text)

    return own_templates(spoil)


CORRUPTIONS: dict[str, Corruption] = {
    "figures-without-report": without("content/2021/report.md"),
    "report-without-figures": without("content/2021/figures.yaml"),
    "config-missing": without("config.yaml"),
    "content-missing": without("content"),
    "file-in-gbk": in_gbk,
    "file-in-utf-16": in_utf_16,
    "report-in-gbk": report_in_gbk,
    "report-renamed": report_renamed,
    "file-binary": binary,
    "control-character": with_a_line_break_of_word,
    "content-is-a-link": content_elsewhere,
    "markdown-of-10-mb": huge,
    "symlink-out": link_out,
    "symlinked-folder": folder_out,
    "not-a-file": pipe,
    "output-below-a-file": lambda _: "config.yaml/public",
    "output-of-someone-else": into_someone_elses,
    "output-with-a-strangers-file": beside_a_strangers_file,
    "output-in-content": lambda _: "content/public",
    "output-is-the-project": lambda _: ".",
    "template-with-an-unknown-name": with_second_line("{{ page.titel }}"),
    "template-with-a-syntax-error": with_second_line("{% if page.head.title %}"),
    "template-that-adds-text-and-number": with_second_line("{{ page.head.title + 1 }}"),
}
