"""LibreOffice, where it is installed: converts what no library of ours reads."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from site_builder.core.errors import UnsupportedFileError

MAX_SECONDS = 40
_PROGRAMS = ("soffice", "libreoffice")


def find_libreoffice() -> str:
    """Return the path of the program; empty when it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), "")


def convert_to_docx(data: bytes, suffix: str) -> bytes:
    """Return a text document as a Word file; `suffix` without the dot names its format.

    Raises UnsupportedFileError when LibreOffice is missing, fails, or takes too long.
    """
    program = find_libreoffice()
    if not program:
        raise UnsupportedFileError(
            "这种格式要用 LibreOffice 转换，这台电脑上没有找到它",
            "请用 Word 或 WPS 打开，另存为 .docx，再导入；或者安装 LibreOffice。",
        )
    with tempfile.TemporaryDirectory(prefix="site-builder-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, converted = folder / f"source.{suffix}", folder / "out" / "source.docx"
        source.write_bytes(data)
        _run(
            [
                program,
                # A profile of its own: two processes cannot share one, and no macro is trusted.
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(converted.parent),
                str(source),
            ]
        )
        if not converted.is_file():
            raise UnsupportedFileError(
                "LibreOffice 打不开这个文件，可能已经损坏或者加了密码",
                "请用 Word 或 WPS 打开，去掉密码，另存为 .docx，再导入。",
            )
        return converted.read_bytes()


def _run(command: list[str]) -> None:
    with _own_memory_limit_lifted():
        process = subprocess.Popen(  # noqa: S603 - the program found on PATH, our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired as exc:
        raise UnsupportedFileError(
            f"LibreOffice 用了 {MAX_SECONDS} 秒还没有转换完，已经停止",
            "请用 Word 或 WPS 打开，另存为 .docx，再导入。",
        ) from exc
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started; nothing happens when it is over."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def _own_memory_limit_lifted() -> Iterator[None]:
    """Lift the limit of memory that this process may have been given, for what it starts."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
