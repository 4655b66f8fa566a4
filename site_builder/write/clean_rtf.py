r"""RTF files without who worked on them: groups for programs go, pictures are cleaned in place.

A group that begins with `\*` may be left out by its own definition; those that the text needs
are listed here.
"""

import re

from site_builder.containers import LeftoverError, UnsupportedFileError
from site_builder.write.clean_office_metafile import clean_metafile
from site_builder.write.clean_pictures import clean_picture

_TOKEN = re.compile(
    rb"\\bin(?P<size>\d{1,9}) ?|\\'[0-9A-Fa-f]{2}|\\(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})? ?"
    rb"|\\[^A-Za-z]|[{}]|(?:[\x81-\xfe][\x40-\xfe]|[^\\{}\x81-\xfe])+|.",
    re.DOTALL,
)
_NEEDED = re.compile(
    r"fldinst|shpinst|shppict|picprop|listtable|listoverridetable|listpicture|listname|pn\w*"
    r"|bkmkstart|bkmkend|cs|ts|ds|falt|panose|defchp|defpap|annotation|atnref|atrfstart|atrfend"
    r"|atnparent|formfield|do|ud|nesttableprops|latentstyles|pgptbl|background|footnote|objclass"
    r"|objname|objdata|tblgrid|ftnsep\w*|aftnsep\w*|mmath\w*|mo?Math\w*"
    r"|m(?!ailmerge|html)[a-zA-Z]{1,9}|revtbl|oldpprops"
)
r"""Destinations that may begin with `\*` and belong to the text."""
_DROPPED = frozenset(("info", "atnauthor", "atnid", "atndate", "template", "nextfile"))
_NUMBERS = re.compile(r"(?:ins|char|para|sect|del|sty|tbl)?rsid\w*")
_PLACE = re.compile(rb"(?:file:/+|(?<!\w)[A-Za-z]:(?:\\\\|/)|\\\\\\\\\\\\\\\\)[^\"{}]*(?:\\\\|/)")
"""Where a file is, up to its name: a backslash is written as two, and in quotes as four."""
_MAX_DEPTH = 100


def clean(data: bytes) -> bytes:
    """Return the file without names. Raises LeftoverError where it holds other files."""
    work = _Rebuilt(data)
    work.run()
    cleaned = b"".join(work.out)
    if work.leftovers:
        raise LeftoverError(cleaned, sorted(work.leftovers))
    return cleaned


class _Rebuilt:
    """The file written again, token by token."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out: list[bytes] = []
        self.leftovers: set[str] = set()
        self.groups: list[str] = []
        """Destinations of the groups that are open."""
        self.starts: list[int] = []
        """Where each begins in `out`."""
        self.fresh = False
        """A group has just begun, and its destination is not known yet."""

    def run(self) -> None:
        """Read all tokens up to the end of the outermost group."""
        spot = 0
        while match := _TOKEN.match(self.data, spot):
            token, spot = match[0], match.end()
            if match["size"]:
                end = spot + int(match["size"])
                token, spot = token + self.data[spot:end], end
            self.token(token, (match["word"] or b"").decode())
            if not self.groups:
                break
        if self.groups or not self.out:
            raise UnsupportedFileError("文件不完整")

    def token(self, token: bytes, word: str) -> None:
        """Write one token."""
        if token == b"{":
            self.groups.append("")
            self.starts.append(len(self.out))
            self.fresh = True
            if len(self.groups) > _MAX_DEPTH:
                raise UnsupportedFileError("文件太复杂")
        elif token == b"}":
            self._close()
            return
        elif self.fresh and token != rb"\*" and token.strip():
            self.groups[-1] = word
            self.fresh = False
        if not _NUMBERS.fullmatch(word or "-"):
            self.out.append(token)

    def _close(self) -> None:
        name, start = self.groups.pop(), self.starts.pop()
        self.fresh = False
        group = self.out[start:]
        del self.out[start:]
        starred = b"\\*" in group[1:3]
        if name in _DROPPED or (starred and not _NEEDED.fullmatch(name)):
            return
        if name == "revtbl":
            group = [b"{\\*\\revtbl ", *[b"{Unknown;}"] * sum(one[:1] == b"{" for one in group[1:])]
        elif name == "pict":
            group = self._picture(group)
        elif name == "objdata":
            self.leftovers.add("里面的对象或文件")
        elif name == "fldinst":
            group = [_PLACE.sub(b"", b"".join(group))]
        self.out.append(b"".join(group) + b"}")

    def _picture(self, group: list[bytes]) -> list[bytes]:
        """Clean a picture that is written as digits."""
        words = [one for one in group if one[:1] in (b"\\", b"{")]
        digits = b"".join(b"".join(one for one in group if one[:1] not in (b"\\", b"{")).split())
        try:
            raw = bytes.fromhex(digits.decode("ascii"))
            cleaned = clean_metafile(raw) or clean_picture(raw)
        except (ValueError, UnsupportedFileError):
            self.leftovers.add("读不了的图片")
            return group
        return group if raw == cleaned else [*words, b"\n", cleaned.hex().encode()]
