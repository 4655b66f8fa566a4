"""Whatever can prevent the program's work: one tree of exceptions, with Chinese messages.

What an author wrote wrong is a `Diagnostic`; these are raised where there is no place to name yet,
or where nothing can go on. Texts and cures are fields: nobody takes a sentence apart to get them.
"""

import errno
from collections.abc import Iterable
from typing import Literal

from site_builder.model.diagnostic import Diagnostic


class SiteBuilderError(Exception):
    """Something that cannot be done: the message, and the hint where there is one.

    `args` stay what the exception was built from, so each travels between processes.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}。{self.hint}" if self.hint else self.message


class ValueProblem(SiteBuilderError):  # noqa: N818 - a problem of an author's value, no defect here
    """A typed value cannot be understood; whoever knows its place makes a diagnostic of it."""


class EncodingProblem(ValueProblem):
    """A file is a text in another encoding than UTF-8."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 不是 UTF-8 编码", "请打开它，按“转换成 UTF-8”。")
        self.path = path


class CsvRowsError(ValueProblem):
    """A text holds no rows of a table."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.line = line
        """Counted from 0."""


class UsageError(SiteBuilderError):
    """A command was asked for what there is not."""


class AlreadyExistsError(UsageError):
    """What is to be written is there already, and is not written over."""


class ChangedError(SiteBuilderError):
    """A file is no longer what was read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 刚刚改动过", "请等它改完、保存好，再运行一次。")
        self.path = path
        """Below `content/`."""


class SaveConflictError(SiteBuilderError):
    """A file is no longer what was edited: somebody else has written it."""

    def __init__(self, path: str, current: bytes) -> None:
        super().__init__(
            f"{path} 在编辑的时候被别的程序改过，没有保存", "请比较两份，再选择或合并。"
        )
        self.path = path
        self.current = current
        """What it holds now."""


class LockedError(SiteBuilderError):
    """Another build of the same project is under way."""

    def __init__(self) -> None:
        super().__init__("另一个生成正在进行", "请等它结束再试。")


class SignRefusedError(SiteBuilderError):
    """A sign-off is not taken."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics
        """What it rests on."""


class UnknownDocumentError(SignRefusedError):
    """There is no text of this name to sign: wrong usage."""

    def __init__(self, file: str, nearest: str) -> None:
        example = "请写从项目文件夹算起的路径，如 content/2020/report.md。"
        hint = f"是不是“{nearest}”？" if nearest else example
        super().__init__(f"content 里没有文稿“{file}”。{hint}")


class ImportRefusedError(SiteBuilderError):
    """What was imported is not written."""


class StartupError(SiteBuilderError):
    """The preview cannot start."""


class PortTakenError(StartupError):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"端口 {port} 已经被别的程序占用")


class RenderError(SiteBuilderError):
    """A download cannot show something, which must not be left out in silence."""

    def __init__(self, message: str, hint: str, search_terms: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.search_terms = search_terms
        """What to search for in the sources to name the line."""


class TemplateError(SiteBuilderError):
    """A template that an office has edited cannot be used."""

    def __init__(self, template: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.template = template
        """File below `templates/`."""


class UnsupportedFileError(SiteBuilderError):
    """The bytes of an attachment cannot be read or changed, or not within bounds."""


class LeftoverError(UnsupportedFileError):
    """A copy is clean but for parts that only its author can decide about."""

    def __init__(self, data: bytes, parts: Iterable[str]) -> None:
        super().__init__(f"还留有{'、'.join(dict.fromkeys(parts))}")
        self.data = data


class WorkerError(SiteBuilderError):
    """Work in a process of its own had to be ended, or ended itself."""

    def __init__(
        self, kind: Literal["timeout", "memory", "crash", "exception"], message: str
    ) -> None:
        super().__init__(message)
        self.kind = kind


class DeployError(SiteBuilderError):
    """Nothing could be done on a target."""


class PublicationBlockedError(DeployError):
    """A site may not go online as it stands."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics
        """The errors that stop it."""


class UnreachableError(DeployError):
    """No connection came about: a wrong address, or a broken network."""


class UnknownTargetError(DeployError):
    """There is no target of this name: wrong usage."""


class ConnectionLostError(SiteBuilderError):
    """The connection broke; trying again may help."""


class RequestError(SiteBuilderError):
    """A server gives no answer, or rejects the client."""


class StaleCopyError(SiteBuilderError):
    """A server gives no answer; there is a copy of what it answered before."""

    def __init__(self, message: str, hint: str, data: bytes) -> None:
        super().__init__(message, hint)
        self.data = data


class CertificateError(SiteBuilderError):
    """A server's certificate is not to be trusted."""


_REASONS = {
    errno.ENOENT: "没有上一层文件夹",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹",
    errno.EEXIST: "路径上已有同名文件",
    errno.EISDIR: "路径上已有同名文件夹",
    errno.ENOTEMPTY: "路径上已有同名文件夹，里面还有别的文件",
    errno.ENAMETOOLONG: "路径太长",
    errno.ESTALE: "生成的时候，它或者里面的文件夹被换成了别的文件夹或者链接",
}


def describe_os_error(exc: OSError) -> str:
    """Return the Chinese message for a disk's refusal."""
    return _REASONS.get(exc.errno or 0, "系统没有说明原因")
