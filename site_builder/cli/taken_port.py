"""What to type where a port is taken: the same command, with its options, on one that is free."""

from argparse import Namespace
from collections.abc import Iterator

from site_builder.cli.program_name import quoted


def on_another_port(arguments: Namespace, host: str) -> str:
    """Return the sentence that says what to type."""
    from site_builder.preview.listener import (  # noqa: PLC0415 - only a taken port needs it
        free_port,
    )

    words = (arguments.command, *_options(arguments), f"--port {free_port(host, arguments.port)}")
    return f"请换一个端口，如：site-builder {' '.join(words)}"


def _options(arguments: Namespace) -> Iterator[str]:
    """Yield the options that were typed, but the port and the project, which is always named."""
    if arguments.command == "manual":
        yield from () if arguments.open else ("--no-open",)
        return
    if arguments.command == "edit":
        yield from ("--open",) if arguments.open else ()
    else:
        yield from ("--edit",) if arguments.edit else ()
        yield from (f"--host {quoted(arguments.host)}",) if arguments.host != "127.0.0.1" else ()
        yield from (f"--allow-host {quoted(name)}" for name in arguments.allow_host)
    if arguments.today:
        yield f"--today {arguments.today}"
