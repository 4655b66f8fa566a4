"""How long a browser may cache each file, as servers state it.

Used where the program sets it: by `s3` for every object, and in configurations of web servers.
"""

from site_builder.deploy.release import is_hashed

IMMUTABLE = "public, max-age=31536000, immutable"
"""For a file named by its contents: under this name it never changes."""

REVALIDATE = "no-cache"
"""For everything else: cache it, but ask each time whether it is still the same."""


def cache_control(url: str) -> str:
    """Return how long a file may be cached."""
    return IMMUTABLE if is_hashed(url) else REVALIDATE
