r"""RTF files without who worked on them: groups for programs go, pictures are cleaned in place.

A group that begins with `\*` may be left out by its own definition; those that the text needs
are listed here.
"""

import re

from site_builder.attachments.sanitize.images import sanitize_image
from site_builder.attachments.sanitize.metafile import sanitize_metafile
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

_TOKEN = re.compile(
    rb"\\bin(?P<size>\d{1,9}) ?|\\'[0-9A-Fa-f]{2}|\\(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})? ?"
    rb"|\\[^A-Za-z]|[{}]|(?:[\x81-\xfe][\x40-\xfe]|[^\\{}\x81-\xfe])+|.",
    re.DOTALL,
)
_KEPT_DESTINATIONS = lazy_pattern(
    r"fldinst|shpinst|shppict|picprop|listtable|listoverridetable|listpicture|listname|pn\w*"
    r"|bkmkstart|bkmkend|cs|ts|ds|falt|panose|defchp|defpap|annotation|atnref|atrfstart|atrfend"
    r"|atnparent|formfield|do|ud|nesttableprops|latentstyles|pgptbl|background|footnote|objclass"
    r"|objname|objdata|tblgrid|ftnsep\w*|aftnsep\w*|mmath\w*|mo?Math\w*"
    r"|m(?!ailmerge|html)[a-zA-Z]{1,9}|revtbl|oldpprops"
)
r"""Destinations that may begin with `\*` and belong to the text."""
_DROPPED_DESTINATIONS = frozenset(("info", "atnauthor", "atnid", "atndate", "template", "nextfile"))
_REVISION_IDS = lazy_pattern(r"(?:ins|char|para|sect|del|sty|tbl)?rsid\w*")
_LOCAL_PATH = re.compile(
    rb"(?:file:/+|(?<!\w)[A-Za-z]:(?:\\\\|/)|\\\\\\\\\\\\\\\\)[^\"{}]*(?:\\\\|/)"
)
"""Where a file is, up to its name: a backslash is written as two, and in quotes as four."""
_MAX_DEPTH = 100


def sanitize(data: bytes) -> bytes:
    """Return the file without names. Raises LeftoverError where it holds other files."""
    sanitizer = _RtfSanitizer(data)
    sanitizer.run()
    sanitized = b"".join(sanitizer.out)
    if sanitizer.leftovers:
        raise LeftoverError(sanitized, sorted(sanitizer.leftovers))
    return sanitized


class _RtfSanitizer:
    """The file written again, token by token."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out: list[bytes] = []
        self.leftovers: set[str] = set()
        self.open_groups: list[str] = []
        """Destinations of the groups that are open."""
        self.group_starts: list[int] = []
        """Where each begins in `out`."""
        self.awaits_destination = False
        """A group has just begun, and its destination is not known yet."""

    def run(self) -> None:
        """Read all tokens up to the end of the outermost group."""
        offset = 0
        while match := _TOKEN.match(self.data, offset):
            token, offset = match[0], match.end()
            if match["size"]:
                end = offset + int(match["size"])
                token, offset = token + self.data[offset:end], end
            self.write_token(token, (match["word"] or b"").decode())
            if not self.open_groups:
                break
        if self.open_groups or not self.out:
            raise UnsupportedFileError("文件不完整")

    def write_token(self, token: bytes, word: str) -> None:
        """Write one token."""
        if token == b"{":
            self.open_groups.append("")
            self.group_starts.append(len(self.out))
            self.awaits_destination = True
            if len(self.open_groups) > _MAX_DEPTH:
                raise UnsupportedFileError("文件太复杂")
        elif token == b"}":
            self._close_group()
            return
        elif self.awaits_destination and token != rb"\*" and token.strip():
            self.open_groups[-1] = word
            self.awaits_destination = False
        if not _REVISION_IDS.fullmatch(word or "-"):
            self.out.append(token)

    def _close_group(self) -> None:
        name, start = self.open_groups.pop(), self.group_starts.pop()
        self.awaits_destination = False
        group = self.out[start:]
        del self.out[start:]
        starred = b"\\*" in group[1:3]
        if name in _DROPPED_DESTINATIONS or (starred and not _KEPT_DESTINATIONS.fullmatch(name)):
            return
        if name == "revtbl":
            group = [
                b"{\\*\\revtbl ",
                *[b"{Unknown;}"] * sum(item[:1] == b"{" for item in group[1:]),
            ]
        elif name == "pict":
            group = self._sanitize_image(group)
        elif name == "objdata":
            self.leftovers.add("里面的对象或文件")
        elif name == "fldinst":
            group = [_LOCAL_PATH.sub(b"", b"".join(group))]
        self.out.append(b"".join(group) + b"}")

    def _sanitize_image(self, group: list[bytes]) -> list[bytes]:
        """Sanitize a picture that is written as digits."""
        control_words = [item for item in group if item[:1] in (b"\\", b"{")]
        digits = b"".join(b"".join(item for item in group if item[:1] not in (b"\\", b"{")).split())
        try:
            raw = bytes.fromhex(digits.decode("ascii"))
            sanitized = sanitize_metafile(raw) or sanitize_image(raw)
        except (ValueError, UnsupportedFileError):
            self.leftovers.add("读不了的图片")
            return group
        return group if raw == sanitized else [*control_words, b"\n", sanitized.hex().encode()]
