"""A published site that is asked for over the web."""

from collections.abc import Callable, Iterable

from site_builder.core.errors import RequestError
from site_builder.publications.published_site import CATALOGUE_FILE

_NO_CATALOGUE = f"网站上没有 {CATALOGUE_FILE}，不知道公布了哪些年度的数据"
_NO_CATALOGUE_HINT = (
    "请核对名录里写的网址是不是栏目的首页；别的系统做的网站，把年度报告写在名录的“报告”里。"
)


class SiteAddress:
    """The files of a site at an address; what it has is what its catalogue names."""

    def __init__(self, root: str, get: Callable[[str, int], bytes]) -> None:
        self._root = root
        """Ends in a slash."""
        self._get = get

    def years(self) -> Iterable[int]:
        """Return no years: nobody lists the folders of a server."""
        return ()

    def read(self, path: str, limit: int) -> bytes:
        """Return a file. Raises FileNotFoundError, RequestError and StaleCopyError."""
        try:
            return self._get(f"{self._root}{path}", limit)
        except FileNotFoundError as exc:
            if path == CATALOGUE_FILE:
                raise RequestError(_NO_CATALOGUE, _NO_CATALOGUE_HINT) from exc
            raise
