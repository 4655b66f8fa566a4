"""Typst in a process of its own. `report_pdf` calls `lay_out`; the child runs this module.

Typst keeps threads: a process forked after it has run would wait for ever for threads that were
not forked with it, and builds fork. A child also may die without taking the build along. It needs
what the extra `pdf` brings; this side needs nothing.
"""

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from site_builder.model.parts import TableSectionView
from site_builder.render.unprintable import UnprintableError


@dataclass(frozen=True, slots=True)
class GridScopes:
    """What the cells of a table of the text head."""

    caption: str
    scopes: tuple[tuple[str, ...], ...]
    """Row by row, of the cells that start there; empty for cells that head nothing."""


Tables = list[tuple[str, TableSectionView] | GridScopes]
"""The tables in the order of the document: title and band, or what a table of the text says."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a PDF is made of."""

    layout: bytes
    """Typst source; the same for every report."""
    words: str
    """JSON that the layout reads."""
    fonts: tuple[str, ...]
    """Folders."""
    only_these: bool
    """The system's fonts are not looked at."""
    moment: int
    """Seconds since 1970 that the file is dated."""
    tables: Tables


@dataclass(frozen=True, slots=True)
class Outcome:
    """A PDF, or why there is none in Typst's words."""

    data: bytes | None
    fault: str


def lay_out(job: Job) -> Outcome:
    """Lay a document out in a process of its own. Raises UnprintableError when that fails.

    Raises ImportError when a library cannot be loaded.
    """
    done = _run(_PROGRAM, pickle.dumps(job))
    if done.returncode == 0:
        return Outcome(done.stdout, "")
    told = done.stderr.decode(errors="replace").strip()
    if done.returncode == _REFUSED:
        return Outcome(None, told)
    if done.returncode == _RAISED:
        said = told.rpartition("\n")[2]
        if said.startswith(("ImportError", "ModuleNotFoundError")):
            raise ImportError(said.partition(": ")[2])
        hint = f"这是软件的缺陷，请把这一行告诉开发者：{said}；可以先从“下载”里去掉 pdf。"
        raise UnprintableError("排 PDF 的程序出错", hint)
    hint = "可能是内存不足，请关掉别的程序再试，或从“下载”里去掉 pdf。"
    raise UnprintableError("排 PDF 的程序被系统结束", hint)


def fault_of_loading() -> str:
    """Load what the extra `pdf` brings, in a process of its own; give what was wrong."""
    done = _run(_LOAD, b"")
    told = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return (told or f"退出码 {done.returncode}") if done.returncode else ""


def _run(program: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(__file__).parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(  # noqa: S603 - this very module, in this very Python
        # -P: a file of the folder one happens to be in must not stand for a library.
        [sys.executable, "-P", "-c", program],
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )


_LOAD = "import typst, site_builder.render.pdf_headers"
_RAISED = 1
"""Python's own, after an exception."""
_REFUSED = 3
_PROGRAM = "from site_builder.render.pdf_process import child; raise SystemExit(child())"


def child() -> int:
    """Do one job from standard input; the PDF, or what is wrong, goes to the other two."""
    import typst  # noqa: PLC0415 - an extra, and never in the process that builds

    from site_builder.render.pdf_headers import with_row_headers  # noqa: PLC0415 - an extra

    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    try:
        made: bytes = typst.compile(
            job.layout,
            sys_inputs={"paper": job.words},
            font_paths=list(job.fonts),
            ignore_system_fonts=job.only_these,
            pdf_standards=["ua-1"],
            timestamp=job.moment,
        )
    except typst.TypstError as fault:
        sys.stderr.buffer.write(str(fault.diagnostic or fault.message).encode())
        return _REFUSED
    sys.stdout.buffer.write(with_row_headers(made, job.tables))
    return 0
