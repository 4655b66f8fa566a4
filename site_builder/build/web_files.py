"""Files of other people's sites, asked for as a guest: one at a time of a host, with kept copies.

A file that did not change is not sent again. Where a site gives no answer, its copy stands in, and
that it is one is said.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock

from protego import Protego

from site_builder.build.web_copies import WebCopies, WebCopy, kept_headers
from site_builder.core.errors import (
    CertificateError,
    RequestError,
    SiteBuilderError,
    StaleCopyError,
)
from site_builder.core.guest_client import (
    MAX_FILE,
    MAX_REDIRECTS,
    NOT_MODIFIED,
    REDIRECTS,
    ROBOTS_PATH,
    GuestClient,
    conditional_headers,
    is_silent,
    robots_rules,
)
from site_builder.core.web_addresses import host_of, join_address, wire_address
from site_builder.model.inspection import Answer

ROBOT = "site-builder-rollup"
_OK, _ABSENT = 200, (404, 410)
_LATER = "请过一会儿再运行一次；一直这样的，请用浏览器看看能不能打开，或者请这个机构检查网站。"
_MOVED = "请核对名录里写的网址；网站搬了的，写新的网址。"
_ROBOTS = (
    f"请这个机构在 robots.txt 里允许 {ROBOT}，"
    "或者把它公布的网站存成文件夹，在名录的“网站”里写文件夹。"
)
SaveCopy = Callable[[Callable[[], None]], None]
"""Does what is left for the next run; what the disk refuses is not the end of this one."""


class WebFiles:
    """Files by their addresses. May be used by several threads."""

    def __init__(
        self, client: GuestClient, copies: WebCopies, day: date, save: SaveCopy, *, clean: bool
    ) -> None:
        self._client = client
        self._copies = copies
        self._day = day
        self._save = save
        self._is_clean = clean
        """Nothing is asked for on condition."""
        self._lock = Lock()
        self._hosts: dict[str, Lock] = {}
        self._robots: dict[str, Protego] = {}
        self._silent: dict[str, SiteBuilderError] = {}
        """Host → why it gives no answer: it is not asked again in this run."""

    def get(self, address: str, max_bytes: int) -> bytes:
        """Return a file. Raises FileNotFoundError, and RequestError where there is no answer.

        Raises StaleCopyError with the bytes where there is no answer but a copy.
        """
        wire = wire_address(address)
        with self._turn_of(host_of(wire)):
            try:
                return self._get(wire, min(max_bytes, MAX_FILE))
            except RequestError as exc:
                copy = self._copies.read(wire)
                if copy is None:
                    raise
                message = f"{exc.message}，用的是 {copy.day.isoformat()} 取回的副本"
                raise StaleCopyError(message, exc.hint, copy.body) from exc

    @contextmanager
    def _turn_of(self, host: str) -> Iterator[None]:
        """Wait until nobody else asks a host."""
        with self._lock:
            turn = self._hosts.setdefault(host, Lock())
        with turn:
            yield

    def _get(self, address: str, max_bytes: int) -> bytes:
        copy = self._copies.read(address)
        answer = self._answer(address, max_bytes, copy, check=self._check_robots)
        if answer.status == NOT_MODIFIED and copy:
            return copy.body
        if answer.status in _ABSENT:
            self._save(lambda: self._copies.remove(address))
            raise FileNotFoundError(address)
        if answer.status != _OK:
            raise RequestError(f"服务器回答 {answer.status}", _LATER)
        if answer.is_cut:
            raise RequestError("文件太大，没有读完", "请核对名录里写的网址。")
        latest = WebCopy(self._day, kept_headers(answer.headers), answer.body)
        if not copy or (copy.body, copy.headers) != (latest.body, latest.headers):
            self._save(lambda: self._copies.write(address, latest))
        return answer.body

    def _check_robots(self, address: str) -> None:
        """Raise RequestError for what a host asks programs not to read, or gives no answer."""
        if not self._robots_of(address).can_fetch(address, ROBOT):
            raise RequestError("网站的 robots.txt 不让程序读", _ROBOTS)

    def _robots_of(self, address: str) -> Protego:
        """Return what the host of an address asks of programs. Raises RequestError."""
        root = join_address(address, ROBOTS_PATH)
        if root not in self._robots:
            copy = self._copies.read(root)
            answer = self._answer(root, 1_000_000, copy, check=_allow)
            if is_silent(answer.status):
                raise self._fall_silent(root, RequestError(f"服务器回答 {answer.status}", _LATER))
            if answer.status == NOT_MODIFIED and copy:
                self._robots[root] = robots_rules(_OK, copy.body)
            else:
                self._robots[root] = robots_rules(answer.status, answer.body)
                latest = WebCopy(self._day, kept_headers(answer.headers), answer.body)
                if answer.status == _OK and latest.headers:
                    self._save(lambda: self._copies.write(root, latest))
        return self._robots[root]

    def _answer(
        self, address: str, max_bytes: int, copy: WebCopy | None, *, check: Callable[[str], None]
    ) -> Answer:
        """Ask for an address, following redirects on its host; each is checked before.

        Raises RequestError.
        """
        host = host_of(address)
        headers = conditional_headers(copy.headers) if copy and not self._is_clean else {}
        for _ in range(MAX_REDIRECTS):
            check(address)
            answer = self._ask(address, headers, max_bytes)
            if answer.status not in REDIRECTS:
                return answer
            target = join_address(address, answer.headers.get("location", ""))
            address = wire_address(target)
            if host_of(address) != host:
                text = target[:200] or "没有写网址"
                raise RequestError(f"转到了别的网站，没有跟过去：{text}", _MOVED)
        raise RequestError("转来转去，没有到头", _LATER)

    def _ask(self, address: str, headers: dict[str, str], max_bytes: int) -> Answer:
        silent = self._silent.get(host_of(address))
        if silent:
            raise RequestError(silent.message, silent.hint)
        try:
            return self._client.get(address, headers, max_bytes)
        except CertificateError as exc:
            raise self._fall_silent(address, RequestError(f"证书{exc.message}", _LATER)) from exc
        except RequestError as exc:
            raise self._fall_silent(address, RequestError(exc.message, _LATER)) from exc

    def _fall_silent(self, address: str, problem: RequestError) -> RequestError:
        """Remember that a host gives no answer."""
        self._silent[host_of(address)] = problem
        return problem


def _allow(_address: str) -> None:
    """Allow an address: nobody has to be asked whether `robots.txt` may be read."""
