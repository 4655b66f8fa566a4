"""The site as it stands while it is being written, served from memory.

Nothing is ever written: not to `public/`, not to `.build/`. So a build may run at the same time.
"""

from site_builder.preview.extension import Extension
from site_builder.preview.listener import Address
from site_builder.preview.server import serve

__all__ = ["Address", "Extension", "serve"]
