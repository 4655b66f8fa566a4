"""What the commands about targets share: failures told plainly, sizes for people."""

from argparse import Namespace
from collections.abc import Callable

from site_builder import console
from site_builder.deploy.host import DeployError, UnknownTargetError
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
        console.complain(str(refused))
    except OSError as fault:
        where = f"（{fault.filename}）" if fault.filename else ""
        console.complain(f"没有完成：{reason(fault)}{where}。网上的网站还是原来的。")
    return 1


def size(count: int) -> str:
    """Write a number of bytes for people."""
    if count < 1000:  # noqa: PLR2004 - as systems count
        return f"{count} 字节"
    if count < 1_000_000:  # noqa: PLR2004
        return f"{count / 1000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"
