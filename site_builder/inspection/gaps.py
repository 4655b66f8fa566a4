"""What was not looked at, and why: from it nothing is concluded."""

from dataclasses import dataclass, field

from site_builder.model.diagnostic import Diagnostic, sort_diagnostics, warning
from site_builder.model.inspection import EvidenceCopy
from site_builder.model.location import Location

_MAX_NAMED = 5


@dataclass(slots=True)
class Gaps:
    """The reasons, each said once."""

    _diagnostics: list[Diagnostic] = field(default_factory=list)
    _robots: list[str] = field(default_factory=list)
    _endless: set[str] = field(default_factory=set)
    _is_deep: bool = False

    def add_bound(self, start: str, count: int, left: int) -> None:
        """Record that the bound was reached."""
        message = f"看了 {count} 页，到了上限，还有至少 {left} 个网址没有看"
        hint = "要看全的，用 --max-pages、--max-bytes 写大一些，再运行一次；看过的不会重新下载。"
        self._diagnostics.append(warning("inspect/bound", Location(start), message, hint))

    def add_depth(self, start: str, address: str, depth: int) -> None:
        """Record that pages lie deeper than links are followed."""
        if not self._is_deep:
            self._is_deep = True
            message = f"链接有 {depth} 层以上，更深的没有看，如 {address[:200]}"
            hint = "要看更深的，用 --max-depth 写大一些。"
            self._diagnostics.append(warning("inspect/bound", Location(start), message, hint))

    def add_endless(self, parent: str, address: str) -> None:
        """Record that a program makes up more and more addresses."""
        path = address.partition("?")[0]
        if path not in self._endless and len(self._endless) < _MAX_NAMED:
            self._endless.add(path)
            message = (
                f"网址一个接一个没有尽头（日历、筛选或写错的相对链接），只看了一部分：{path[:200]}"
            )
            hint = "要看的内容如果在这里面，请从它的网址开始再检查一次。"
            self._diagnostics.append(warning("inspect/bound", Location(parent), message, hint))

    def add_robots(self, address: str, text: str) -> None:
        """Record that the site asks programs not to look at a page."""
        self._robots.append(address)
        if len(self._robots) <= _MAX_NAMED:
            message = f"网站的 robots.txt 不让程序看这一页{f'（{text[:40]}）' if text else ''}"
            hint = "请打开网页自己看，或者把网页另存到文件夹里再检查。"
            self._diagnostics.append(warning("inspect/robots", Location(address), message, hint))

    def add_unreachable(self, copy: EvidenceCopy) -> None:
        """Record that there was no answer that says anything."""
        reason = copy.problem or f"服务器回答 {copy.status}"
        hint = "请过一会儿再运行一次；一直这样的，请用浏览器看看能不能打开。"
        self._diagnostics.append(
            warning("inspect/unreachable", Location(copy.address), f"打不开：{reason}", hint)
        )

    def add_elsewhere(self, address: str, target: str) -> None:
        """Record that a page has moved to another host."""
        message = f"转到了别的网站，没有跟过去：{target[:200] or '没有写网址'}"
        hint = "要检查那个网站的，请用它的网址。"
        self._diagnostics.append(warning("inspect/elsewhere", Location(address), message, hint))

    def add_loop(self, address: str) -> None:
        """Record that redirects never end."""
        message = "转来转去，没有到头"
        hint = "请用浏览器看看能不能打开；也打不开的，请网站的维护单位改正。"
        self._diagnostics.append(warning("inspect/unreachable", Location(address), message, hint))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the reasons."""
        if len(self._robots) > _MAX_NAMED:
            message = f"网站的 robots.txt 不让程序看的，一共有 {len(self._robots)} 页"
            hint = "请打开网页自己看，或者把网页另存到文件夹里再检查。"
            place = Location(self._robots[-1])
            self._diagnostics.append(warning("inspect/robots", place, message, hint))
        return sort_diagnostics(self._diagnostics)
