"""What the commands about targets share: failures told plainly, sizes for people."""

from argparse import Namespace
from collections.abc import Callable

from site_builder import console
from site_builder.deploy.host import DeployError, UnknownTargetError
from site_builder.model.release import Release
from site_builder.write.output import reason


def told(work: Callable[[Namespace], int], arguments: Namespace) -> int:
    """Run a command; what keeps it from its work is a sentence, not a traceback.

    Returns its exit code, 1 when it was kept from its work, 2 for an unknown target.
    """
    try:
        return work(arguments)
    except UnknownTargetError as unknown:
        console.complain(str(unknown))
        return 2
    except DeployError as refused:
        console.complain(f"{refused}{_standing(refused)}")
    except OSError as fault:
        where = f"（{fault.filename}）" if fault.filename else ""
        console.complain(f"没有完成：{reason(fault)}{where}。{_standing(fault)}")
    except KeyboardInterrupt as stop:
        console.complain(f"已中断。{_standing(stop)}")
        return 130
    return 1


def _standing(fault: BaseException) -> str:
    """Say how the site stands, where something was done to it before the fault."""
    return "".join(getattr(fault, "__notes__", ()))


def show_accepted(release: Release) -> None:
    """Print what the law wants and a release has not, with the reasons the office gave."""
    if release.accepted:
        console.say(f"依法应当公布而没有、写明理由接受的 {len(release.accepted)} 处：")
    for one in release.accepted:
        console.say(f"  {one.file} {one.message}。理由：{one.reason}")


_KB, _MB = 1000, 1_000_000
"""As hosts and networks count."""


def size(count: int) -> str:
    """Write a number of bytes for people."""
    if count < _KB:
        return f"{count} 字节"
    return f"{count / _KB:.0f} KB" if count < _MB else f"{count / _MB:.1f} MB"
