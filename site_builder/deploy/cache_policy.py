"""How long a browser may keep each file, as servers say it.

Used where we decide that: by `s3` for every object, and for the configuration of web servers.
"""

from site_builder.deploy.release import is_hashed

IMMUTABLE = "public, max-age=31536000, immutable"
"""For a file named by its contents: under this name it never changes."""

REVALIDATE = "no-cache"
"""For everything else: keep it, but ask each time whether it is still the same."""


def cache_control(url: str) -> str:
    """Return how long a file may be kept."""
    return IMMUTABLE if is_hashed(url) else REVALIDATE
