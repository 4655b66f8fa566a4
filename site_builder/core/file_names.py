"""Names of files that mean something by themselves: the register, and what programs leave."""

REGISTER_FILE = "bodies.yaml"
"""The register of bodies (机构名录)."""
_WINDOWS_FILES = ("Thumbs.db", "desktop.ini")

UNPUBLISHED_NAMES = (".", *_WINDOWS_FILES)
"""In an output folder: what is left alone there, since no page of a site is named so."""
IGNORED_NAMES = ("~$", *UNPUBLISHED_NAMES)
"""Among sources: these, and what Word writes next to an open file, which it may lock."""
SYSTEM_FILES = ("._", ".DS_Store", *_WINDOWS_FILES)
"""What nobody misses, and may be removed. Other hidden files may be somebody's: `.htaccess`."""
ARCHIVED_SYSTEM_FILES = r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)"
"""A pattern of paths: what computers put into archives for themselves."""
