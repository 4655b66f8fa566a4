"""Typst in a process of its own. `report` calls `compile_pdf`; the child runs this module.

Typst holds threads: a process forked after it has run would wait for ever for threads that were
not forked with it, and builds fork. A child also may die without taking the build along. It needs
what the extra `pdf` brings; this side needs nothing.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from site_builder.core.errors import RenderError
from site_builder.render.pdf.job import PdfJob, PdfResult


def compile_pdf(job: PdfJob) -> PdfResult:
    """Lay a document out in a process of its own. Raises RenderError when that fails.

    Raises ImportError when a library cannot be loaded.
    """
    completed = _run_python(_WORKER_PROGRAM, pickle.dumps(job))
    if completed.returncode == 0:
        return PdfResult(completed.stdout, "")
    stderr_text = completed.stderr.decode(errors="replace").strip()
    if completed.returncode == _EXIT_TYPST_ERROR:
        return PdfResult(None, stderr_text)
    if completed.returncode == _EXIT_EXCEPTION:
        last_line = stderr_text.rpartition("\n")[2]
        if last_line.startswith(("ImportError", "ModuleNotFoundError")):
            raise ImportError(last_line.partition(": ")[2])
        hint = f"这是软件的缺陷，请把这一行告诉开发者：{last_line}；可以先从“下载”里去掉 pdf。"
        raise RenderError("排 PDF 的程序出错", hint)
    hint = "可能是内存不足，请关掉别的程序再试，或从“下载”里去掉 pdf。"
    raise RenderError("排 PDF 的程序被系统结束", hint)


def check_import() -> str:
    """Load what the extra `pdf` brings, in a process of its own; give what was wrong."""
    completed = _run_python(_IMPORT_PROGRAM, b"")
    last_line = completed.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return (last_line or f"退出码 {completed.returncode}") if completed.returncode else ""


def _run_python(program: str, input_data: bytes) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(__file__).parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(  # noqa: S603 - this very module, in this very Python
        # -P: a file of the folder one happens to be in must not stand for a library.
        [sys.executable, "-P", "-c", program],
        input=input_data,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )


_IMPORT_PROGRAM = "import typst, lxml.html, site_builder.render.pdf.table_headers"
_EXIT_EXCEPTION = 1
"""Python's own, after an exception."""
_EXIT_TYPST_ERROR = 3
_WORKER_PROGRAM = "from site_builder.render.pdf.worker import run_job; raise SystemExit(run_job())"


def run_job() -> int:
    """Do one job from standard input; the file, or what is wrong, goes to the other two."""
    import typst  # noqa: PLC0415 - an extra, and never in the process that builds

    from site_builder.render.pdf.table_headers import add_table_headers  # noqa: PLC0415 - an extra

    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    kind: dict[str, Any] = (
        {"format": "png", "ppi": 72.0} if job.is_picture else {"pdf_standards": ["ua-1"]}
    )
    try:
        with TemporaryDirectory() as folder:
            for number, picture in enumerate(job.pictures):
                Path(folder, str(number)).write_bytes(picture)
            data = typst.compile(
                job.layout,
                root=folder,
                sys_inputs={"document": job.document_json},
                font_paths=list(job.fonts),
                ignore_system_fonts=job.ignore_system_fonts,
                timestamp=job.timestamp,
                **kind,
            )
    except typst.TypstError as exc:
        sys.stderr.buffer.write(str(exc.diagnostic or exc.message).encode())
        return _EXIT_TYPST_ERROR
    sys.stdout.buffer.write(data if job.is_picture else add_table_headers(data, job.tables))
    return 0
