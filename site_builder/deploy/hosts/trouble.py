"""What servers say when they refuse something, as errors with a number. Called by the SSH hosts."""

import errno
import os
import re

_WORDS = (
    (r"no space left|disk full|not enough space", errno.ENOSPC),
    (r"quota exceeded", errno.EDQUOT),
    (r"read-only file system", errno.EROFS),
    (r"permission denied|operation not permitted", errno.EACCES),
    (r"file too large", errno.EFBIG),
    (r"file name too long", errno.ENAMETOOLONG),
    (r"directory not empty", errno.ENOTEMPTY),
    (r"file exists", errno.EEXIST),
    (r"is a directory", errno.EISDIR),
    (r"not a directory", errno.ENOTDIR),
    (r"no such file", errno.ENOENT),
)


def number_in(text: str) -> int:
    """Find the number of the error that a text tells of; 0 for none."""
    return next((one for words, one in _WORDS if re.search(words, text, re.IGNORECASE)), 0)


def as_os_error(text: str, path: str) -> OSError:
    """Make the error that the system of this machine would have raised."""
    found = number_in(text)
    if found:
        return OSError(found, os.strerror(found), path)
    lines = [line for line in text.splitlines() if line.strip()]
    return OSError(errno.EIO, lines[-1] if lines else os.strerror(errno.EIO), path)
