"""What a server does by commands: unpacks, digests, removes.

Nothing that people name is ever read by the login shell of the server, whichever that is: it sees
fixed words and octal digits only, which `sh` turns back.
"""

import asyncio
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from site_builder.core.errors import ConnectionLostError
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource, ProgressCallback
from site_builder.deploy.remotes.sftp_files import SftpFiles
from site_builder.deploy.remotes.ssh_errors import as_os_error, errno_in
from site_builder.deploy.remotes.ssh_transfer import PIECE_SIZE, read_released, task_group
from site_builder.model.release import FileEntry

_ENTER = (
    # The slash and the dot behind the folder, and the x: line ends there would be stripped.
    'LC_ALL=C; export LC_ALL; umask 022; cd "$(printf %b/. "$0")" || exit 1; '
    'path=$(printf %bx "$1"); path=./${path%x}; '
)
_PROBE = (
    'printf "site-builder "; command -v tar >/dev/null || exit 1; '
    "for tool in sha256sum shasum openssl; do "
    'if command -v "$tool" >/dev/null; then echo "$tool"; exec ls -a; fi; done'
)
_TOOLS = {
    b"sha256sum": "sha256sum",
    b"shasum": "shasum -a 256",
    b"openssl": "openssl dgst -sha256 -r",
}
_TIMEOUT = 15.0
"""Seconds for a server to show that it runs commands."""
_DIGEST = re.compile(rb"([0-9a-f]{64}) [ *]?(?:\./)?(.+)")


@dataclass(frozen=True, slots=True)
class Upload:
    """Files of a release that go into a folder; those to reuse are linked from another."""

    source: Path
    files: Mapping[str, FileEntry]
    into: str
    reuse: HardlinkSource


class RemoteCommands:
    """Commands inside a target's folder."""

    def __init__(self, connection: asyncssh.SSHClientConnection, folder: str, digest: str) -> None:
        self._connection = connection
        self._folder = folder
        self._digest = digest

    async def digests(self, folder: str, tick: ProgressCallback) -> dict[str, str]:
        """Return digests of a whole folder. `find` follows no link; skips the unreadable."""
        script = (
            f'[ -d "$path" ] && cd "$path" && exec find . -type f -exec {self._digest} {{}} +; :'
        )
        digests: dict[str, str] = {}
        duplicates = set()
        for line in (await self._run(script, folder, tick)).split(b"\n"):
            if match := _DIGEST.fullmatch(line):
                url = match[2].decode("utf-8", "surrogateescape")
                # A name with a line end in it may resemble a line about another file.
                if url in digests:
                    duplicates.add(url)
                digests[url] = match[1].decode()
        return {url: sha for url, sha in digests.items() if url not in duplicates}

    async def sizes(self, folder: str) -> dict[str, int] | None:
        """Return all files below a folder, links with size -1; None where `find` cannot do so."""
        script = (
            '[ -d "$path" ] || exit 0; cd "$path" || exit 1; '
            r'exec find . ! -type d -printf "%y %s %P\0"'
        )
        try:
            answer = await self._run(script, folder, lambda _: None)
        except OSError:
            return None
        entries = (item.decode("utf-8", "surrogateescape") for item in answer.split(b"\0") if item)
        fields = (entry.split(" ", 2) for entry in entries)
        return {name: int(size) if kind == "f" else -1 for kind, size, name in fields}

    async def remove(self, folder: str) -> None:
        """Remove a folder with all it holds."""
        await self._run('exec rm -rf "$path"', folder, lambda _: None)

    async def replace_link(self, link: str) -> bool:
        """Rename the new link over the one in use; return whether that worked."""
        # Neither option moves into the folder that the link leads to: GNU's first, then BSD's.
        script = "".join(f'mv -f {how} "$path{PARTIAL_SUFFIX}" "$path" || ' for how in ("-T", "-h"))
        try:
            await self._run(f"{script}exit 1", link, lambda _: None)
        except OSError:
            return False
        return True

    async def _run(self, script: str, path: str, tick: ProgressCallback) -> bytes:
        command = _command(self._folder, script, path)
        async with self._connection.create_process(command, encoding=None) as process:
            process.stdin.write_eof()
            errors = asyncio.create_task(process.stderr.read())
            answer = bytearray()
            while piece := await process.stdout.read(1 << 16):
                answer += piece
                tick(0)
            text = (await errors).decode("utf-8", "replace")
            _raise_failure(await process.wait(), text, path)
        return bytes(answer)

    async def unpack(self, upload: Upload, sftp: SftpFiles, tick: ProgressCallback) -> None:
        """Send files as one archive; a response over SFTP shows that all before it has arrived.

        A file that this leaves half is smaller than it should be: there is no gap in it.
        """
        messages = bytearray()

        async def listen() -> None:
            while piece := await process.stderr.read(1 << 12):
                messages.extend(piece)

        async def arrive(content: int) -> None:
            await sftp.ping()
            tick(content)

        command = _command(self._folder, "exec tar -x -o -m -f -", "")
        async with self._connection.create_process(command, encoding=None) as process:
            async with task_group() as group:
                group.create_task(listen())
                with suppress(BrokenPipeError, ConnectionResetError):
                    for data, content in _pieces(upload):
                        if errno_in(messages.decode("utf-8", "replace")):
                            break  # it goes on to report that for each of thousands of files
                        await sftp.budget.acquire(len(data))
                        process.stdin.write(data)
                        task = group.create_task(arrive(content))
                        sftp.budget.release_after(task, len(data))
                        await process.stdin.drain()
                    process.stdin.write_eof()
                completed = await process.wait()
            _raise_failure(completed, messages.decode("utf-8", "replace"), "")


async def probe(
    connection: asyncssh.SSHClientConnection, folder: str, names: Iterable[str]
) -> RemoteCommands | None:
    """Find out whether the server runs commands, and in the folder that SFTP shows; None if not."""
    command = _command(folder, _PROBE, "")
    try:
        completed = await asyncio.wait_for(
            connection.run(command, input=b"", encoding=None, stderr=asyncssh.DEVNULL), _TIMEOUT
        )
    except (asyncssh.ChannelOpenError, TimeoutError):
        return None
    _, _, answer = _bytes(completed.stdout).rpartition(b"site-builder ")
    tool, _, listing = answer.partition(b"\n")
    expected = sorted(name.encode("utf-8", "surrogateescape") for name in (".", "..", *names))
    if tool not in _TOOLS or listing != b"".join(b"%s\n" % name for name in expected):
        return None
    return RemoteCommands(connection, folder, _TOOLS[tool])


def _bytes(data: bytes | str | None) -> bytes:
    return data if isinstance(data, bytes) else b""


def _command(folder: str, script: str, path: str) -> str:
    words = " ".join(f"'{_octal(word)}'" for word in (folder, path))
    return f"exec sh -c '{_ENTER}{script}' {words}"


def _octal(text: str) -> str:
    return "".join(rf"\0{byte:03o}" for byte in text.encode("utf-8", "surrogateescape"))


def _raise_failure(ended: asyncssh.SSHCompletedProcess, messages: str, path: str) -> None:
    if ended.exit_status is None or ended.exit_status < 0:
        raise ConnectionLostError(messages.strip().rpartition("\n")[2] or "SSH")
    if ended.exit_status:
        raise as_os_error(messages, path)


def _pieces(upload: Upload) -> Iterator[tuple[bytes, int]]:
    """Write an archive in pieces; with each, yield how much of the files is in it."""
    data, content = bytearray(), 0
    for record, size in _records(upload):
        data += record
        content += size
        if len(data) >= PIECE_SIZE:
            yield bytes(data), content
            data, content = bytearray(), 0
    yield bytes(data) + bytes(2 * tarfile.BLOCKSIZE), content


def _records(upload: Upload) -> Iterator[tuple[bytes, int]]:
    for url, entry in upload.files.items():
        # A dot before it: no name is taken for an option, nor for a place from the root.
        header = tarfile.TarInfo(f"./{upload.into}/{url}")
        if url in upload.reuse.urls:
            header.type, header.linkname = tarfile.LNKTYPE, f"./{upload.reuse.folder}/{url}"
            yield header.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape"), entry.size
            continue
        header.size = entry.size
        yield header.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape"), 0
        for piece in read_released(upload.source, url, entry):
            yield piece, len(piece)
        yield bytes(-entry.size % tarfile.BLOCKSIZE), 0
