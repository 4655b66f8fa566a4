"""The preview's memory: the site as last looked at, and the documents that changed since.

Called by `server`, from three threads: one asks for pages, one tells what changed on the disk
(`changed`), one looks at the whole site again (`refresh`). What they share is one frozen value.
"""

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from site_builder.located import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.pipeline.looking import (
    Look,
    forget,
    glance,
    indexed,
    look,
    program_folders,
    restyled,
)
from site_builder.pipeline.reuse import Memory
from site_builder.pipeline.run import Options, silent
from site_builder.pipeline.writing import Task
from site_builder.preview.concerns import Concerns, concerns, errors_first, spoils
from site_builder.search.site import FOLDER

_FEW = 8
"""Changed files that are read ahead; more come from a program, not from a person at one page."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A page of a document that was read after the site."""

    turn: int
    """Which change it belongs to."""
    task: Task | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that pages are answered from."""

    look: Look
    tasks: dict[str, Task]
    concerns: Concerns
    ahead: Mapping[str, Ahead] = field(default_factory=dict)
    trouble: str = ""
    """Why the site could not be looked at, when that is our own mistake; in Chinese."""

    def findings(self, url: str) -> tuple[Diagnostic, ...]:
        """List what is to be said on a page."""
        own = self.ahead[url].findings if url in self.ahead else self.concerns.on.get(url, ())
        return errors_first((*self.concerns.everywhere, *own))

    def task(self, url: str) -> Task | None:
        """Give what makes a page, or None when it cannot be shown or there is none."""
        if url.endswith(".html") and (self.trouble or any(map(spoils, self.findings(url)))):
            return None
        if url.startswith(FOLDER):
            return indexed(self.look).get(url)
        return self.ahead[url].task if url in self.ahead else self.tasks.get(url)

    def knows(self, url: str) -> bool:
        """Tell whether there is such a page, be it one that cannot be shown."""
        lost = url.endswith(".html") and any(map(spoils, self.concerns.everywhere))
        return url in self.tasks or url in self.ahead or url in self.concerns.on or lost


class Preview:
    """Keeps the state up to date."""

    def __init__(self, options: Options, today: Callable[[], date]) -> None:
        self._options = options
        self._today = today
        self._memory = Memory()
        self._turn = 0
        self._swap = threading.Lock()
        self.state = _state(self._look())
        self._options = replace(options, progress=silent)

    def changed(self, paths: Collection[Path]) -> None:
        """Show at once what can be shown at once; a whole look has to follow."""
        project = self._options.project.resolve()
        inside = [path for path in paths if path.is_relative_to(project / "content")]
        with self._swap:
            self._turn += 1
            turn = self._turn
        if len(inside) < len(paths) and any(map(_is_program, paths)):
            forget()
            with self._swap:
                self.state = _restyled(self.state)
        if project / "config.yaml" in paths:
            self._resettle()
        if len(paths) <= _FEW:
            for path in inside:
                self._ahead(turn, path.relative_to(project / "content").as_posix())

    def _resettle(self) -> None:
        """Show new settings before all texts are read again under them."""
        with suppress(Exception):  # the whole look comes right after, and tells what is wrong
            new = _state(self._look(reread=False))
            with self._swap:
                self.state = replace(new, ahead=self.state.ahead)

    def _ahead(self, turn: int, path: str) -> None:
        try:
            seen = glance(self.state.look, path)
        except Exception:  # noqa: BLE001 - the whole look comes right after, and tells what is wrong
            return
        if seen is None:
            return
        pages = {task.url: Ahead(turn, task, seen.findings) for task in seen.tasks}
        url = seen.source.path.removesuffix(".md") + ".html"
        pages.setdefault(url, Ahead(turn, None, seen.findings))
        with self._swap:
            self.state = replace(self.state, ahead={**self.state.ahead, **pages})

    def refresh(self) -> bool:
        """Look at the whole site again. Returns whether that went well."""
        turn = self._turn
        try:
            new, wrong = _state(self._look()), ""
        except Exception as fault:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
            wrong = trouble(fault)
        with self._swap:
            later = {url: one for url, one in self.state.ahead.items() if one.turn > turn}
            base = replace(self.state, trouble=wrong) if wrong else new
            self.state = replace(base, ahead=later)
        return not wrong

    def counted(self) -> str:
        """Say how many findings there are."""
        return counted(self.state.look.findings)

    def _look(self, *, reread: bool = True) -> Look:
        options = replace(self._options, today=self._today())
        return look(options, self._memory, reread=reread)


def trouble(fault: Exception) -> str:
    """Say what went wrong outside the author's files."""
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}：{unreadable_file_error('', fault).message}"
    return f"程序出错了（{type(fault).__name__}：{fault}），请把这句话告诉维护程序的人"


def counted(found: Collection[Diagnostic]) -> str:
    """Say how many errors and warnings there are."""
    errors = sum(one.severity is Severity.ERROR for one in found)
    said = f"错误 {errors} 处" if errors else ""
    rest = len(found) - errors
    return "，".join(filter(None, (said, f"提醒 {rest} 处" if rest else ""))) or "没有发现问题"


def _state(seen: Look) -> State:
    tasks: dict[str, Task] = {}
    if seen.examined is not None:
        plan = seen.examined.plan
        tasks |= {page.url: page for page in plan.pages} | {
            copy.url: copy for copy in plan.static_files
        }
        tasks |= seen.examined.dress.made
    return State(seen, tasks, concerns(seen))


def _restyled(state: State) -> State:
    """Give every page the styles of this moment; templates are read when a page is made."""
    seen = restyled(state.look)
    made = seen.examined.dress.made if seen.examined else {}
    return replace(state, look=seen, tasks=state.tasks | made)


def _is_program(path: Path) -> bool:
    """Tell whether a file is a template, a style, a form or a field list."""
    return "templates" in path.parts or any(path.is_relative_to(one) for one in program_folders())
