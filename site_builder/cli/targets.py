"""What the commands about targets share: failures as plain messages, what was waived."""

from argparse import Namespace
from collections.abc import Callable

from site_builder.build.deploy_targets import DeployReporter
from site_builder.cli import console
from site_builder.cli.progress import Progress
from site_builder.core.errors import DeployError, UnknownTargetError, describe_os_error
from site_builder.model.release import Release


def run_reporting_errors(command: Callable[[Namespace], int], arguments: Namespace) -> int:
    """Run a command; what prevents its work is a message, not a traceback.

    Returns its exit code, 1 when it could not do its work, 2 for an unknown target.
    """
    try:
        return command(arguments)
    except UnknownTargetError as exc:
        console.print_error(str(exc))
        return 2
    except DeployError as exc:
        console.print_error(f"{exc}{_condition_note(exc)}")
    except OSError as exc:
        path_note = f"（{exc.filename}）" if exc.filename else ""
        console.print_error(
            f"没有完成：{describe_os_error(exc)}{path_note}。{_condition_note(exc)}"
        )
    except KeyboardInterrupt as exc:
        console.print_error(f"已中断。{_condition_note(exc)}")
        return 130
    return 1


def _condition_note(exc: BaseException) -> str:
    """Return the state of the site, where something was done to it before the failure."""
    return "".join(getattr(exc, "__notes__", ()))


def reporter(progress: Progress) -> DeployReporter:
    """Return the terminal, for work on a target."""

    def print_message(text: str) -> None:
        progress.clear()
        console.print_line(text)

    return DeployReporter(print_message, progress)


def print_waived_requirements(
    release: Release, print_line: Callable[[str], None] = console.print_line
) -> None:
    """Print what the law wants and a release has not, with the reasons the office gave."""
    if release.waived_requirements:
        print_line(f"依法应当公布而没有、写明理由接受的 {len(release.waived_requirements)} 处：")
    for requirement in release.waived_requirements:
        print_line(f"  {requirement.file} {requirement.message}。理由：{requirement.reason}")
