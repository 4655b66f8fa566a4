"""What the commands about targets share: failures as plain messages, progress."""

from argparse import Namespace
from collections.abc import Callable

from site_builder.build.deploy_targets import DeployReporter
from site_builder.cli import console
from site_builder.cli.progress import Progress
from site_builder.core.errors import DeployError, UnknownTargetError
from site_builder.usecases.deployment_messages import failure_line


def run_reporting_errors(command: Callable[[Namespace], int], arguments: Namespace) -> int:
    """Run a command; what prevents its work is a message, not a traceback.

    Returns its exit code, 1 when it could not do its work, 2 for an unknown target.
    """
    try:
        return command(arguments)
    except UnknownTargetError as exc:
        console.print_error(str(exc))
        return 2
    except (DeployError, OSError) as exc:
        console.print_error(failure_line(exc))
    except KeyboardInterrupt as exc:
        console.print_error(f"已中断。{''.join(getattr(exc, '__notes__', ()))}")
        return 130
    return 1


def reporter(progress: Progress) -> DeployReporter:
    """Return the terminal, for work on a target."""

    def print_message(text: str) -> None:
        progress.clear()
        console.print_line(text)

    return DeployReporter(print_message, progress)
