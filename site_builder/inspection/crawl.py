"""The pages of a site, one after another, the most promising first, within bounds."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from protego import Protego

from site_builder.core.errors import CertificateError, RequestError
from site_builder.core.guest_client import (
    MAX_REDIRECTS,
    NOT_MODIFIED,
    REDIRECTS,
    ROBOTS_PATH,
    is_silent,
    robots_rules,
)
from site_builder.core.web_addresses import join_address
from site_builder.inspection import addresses
from site_builder.inspection.data_lists import NEXT_PAGE, LinkedText
from site_builder.inspection.evidence import EvidenceStore, read_copy
from site_builder.inspection.gaps import Gaps
from site_builder.inspection.kinds import IMPORTANT
from site_builder.inspection.page import WebPage, read_page
from site_builder.model.inspection import Answer, EvidenceCopy, Survey, Visit

Ask = Callable[[str, Mapping[str, str]], Answer]
"""Asks for an address with some more headers. Raises RequestError."""
ROBOT = "site-builder-inspect"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far an inspection goes."""

    pages: int = 500
    bytes: int = 500_000_000
    depth: int = 6


@dataclass(frozen=True, slots=True, order=True)
class _Request:
    """An address to be asked for; the least is next."""

    rank: int
    number: int
    address: str
    parent: str = ""
    text: str = ""
    depth: int = 0
    around: int = 0
    """Links that were followed outside the folder of the first address."""
    redirects: int = 0
    is_attachment: bool = False


@dataclass(slots=True)
class Crawl:
    """One run over a site."""

    start: str
    store: EvidenceStore
    ask: Ask
    now: Callable[[], datetime]
    bounds: Bounds
    progress: Callable[[str, int, int], None]
    _queue: list[_Request] = field(default_factory=list)
    _queued: set[str] = field(default_factory=set)
    _visits: list[Visit] = field(default_factory=list)
    _bytes: int = 0
    _requests: int = 0
    _unchanged: int = 0

    def run(self) -> Survey:
        """Look at the site. Raises OSError where no copy can be held."""
        self.store.begin(self.start, self.now())
        scope, gaps = addresses.Scope(self.start), Gaps()
        robots = self._robots(scope, gaps)
        self._want(_Request(0, 0, self.start))
        while self._queue:
            request = heapq.heappop(self._queue)
            if len(self._visits) >= self.bounds.pages or self._bytes >= self.bounds.bytes:
                gaps.add_bound(self.start, len(self._visits), 1 + len(self._queue))
                break
            if not robots.can_fetch(request.address, ROBOT):
                gaps.add_robots(request.address, request.text)
                continue
            copy = self._fetch(request.address)
            self._bytes += copy.size
            links = self._links(copy, request)
            addresses_linked = tuple(dict.fromkeys(link.address for link in links))
            self._visits.append(
                Visit(copy, request.parent, request.text, request.is_attachment, addresses_linked)
            )
            self.progress("查看网页", len(self._visits), len(self._visits) + len(self._queue))
            if copy.status in REDIRECTS:
                self._redirect(request, copy, scope, gaps)
            for link in links:
                self._consider(link, request, scope, gaps)
        self.store.finish(self.start, self.now())
        return Survey(
            self.start, tuple(self._visits), gaps.diagnostics(), self._requests, self._unchanged
        )

    def _robots(self, scope: addresses.Scope, gaps: Gaps) -> Protego:
        """Read what the site asks of programs; where it cannot say, nothing is allowed."""
        copy = self._fetch(join_address(self.start, ROBOTS_PATH))
        for _ in range(MAX_REDIRECTS):
            target = addresses.page_address(copy.address, copy.headers.get("location", ""))
            if copy.status not in REDIRECTS or not scope.is_same_site(target):
                break
            copy = self._fetch(target)
        if is_silent(copy.status):
            gaps.add_unreachable(copy)
        return robots_rules(copy.status, read_copy(copy) or b"")

    def _fetch(self, address: str) -> EvidenceCopy:
        copy = self.store.asked(address)
        if copy:
            return copy
        self._requests += 1
        try:
            answer = self.ask(address, self.store.conditions(address))
        except CertificateError as exc:
            problem = f"证书{exc.message}"
            return self.store.keep_problem(self.start, address, problem, self.now())
        except RequestError as exc:
            return self.store.keep_problem(self.start, address, exc.message, self.now())
        self._unchanged += answer.status == NOT_MODIFIED
        return self.store.keep(self.start, address, answer, self.now())

    def _links(self, copy: EvidenceCopy, request: _Request) -> list[LinkedText]:
        data = None if request.is_attachment or is_binary(copy) else read_copy(copy)
        return [] if data is None else page_links(read_page(data, copy.headers), copy.address)

    def _redirect(
        self, request: _Request, copy: EvidenceCopy, scope: addresses.Scope, gaps: Gaps
    ) -> None:
        target = addresses.page_address(copy.address, copy.headers.get("location", ""))
        if not scope.is_same_site(target):
            gaps.add_elsewhere(copy.address, target)
        elif request.redirects >= MAX_REDIRECTS or target in self._queued:
            if request.redirects >= MAX_REDIRECTS or target == copy.address or request.redirects:
                gaps.add_loop(copy.address)
        else:
            self._want(
                _Request(
                    0,
                    len(self._queued),
                    target,
                    request.parent,
                    request.text,
                    request.depth,
                    request.around,
                    request.redirects + 1,
                    request.is_attachment,
                )
            )

    def _consider(
        self, link: LinkedText, request: _Request, scope: addresses.Scope, gaps: Gaps
    ) -> None:
        """Add what a link leads to, if it belongs to the site and was not met before."""
        address = link.address
        if address in self._queued or not scope.is_same_site(address):
            return
        is_file = addresses.is_attachment(address)
        is_below = scope.is_below(address)
        around = 0 if is_below else request.around + (not link.is_list)
        depth = request.depth + (not link.is_list)
        if around > addresses.MAX_STEPS_AROUND or addresses.is_decoration(address):
            return
        if depth > self.bounds.depth:
            gaps.add_depth(self.start, address, self.bounds.depth)
            return
        if scope.is_endless(address):
            gaps.add_endless(request.address, address)
            return
        rank = 1 if IMPORTANT.search(link.text) or link.is_list or is_file else 2 + depth
        self._want(
            _Request(
                rank + around,
                len(self._queued),
                address,
                request.address,
                link.text,
                depth,
                around,
                is_attachment=is_file,
            )
        )

    def _want(self, request: _Request) -> None:
        if request.address not in self._queued:
            self._queued.add(request.address)
            heapq.heappush(self._queue, request)


def is_binary(copy: EvidenceCopy) -> bool:
    """Return whether an answer is by its own word no page and no list."""
    kind = copy.headers.get("content-type", "").lower()
    return bool(kind) and not any(word in kind for word in ("html", "json", "xml", "text/plain"))


def page_links(page: WebPage, address: str) -> list[LinkedText]:
    """Return the links of a page that lead to pages of the web, with whole addresses."""
    written = [*page.links, *_column_data(page, address)]
    if page.refresh:
        written.append(LinkedText(page.refresh, page.title))
    return [
        LinkedText(target, link.text, is_list=link.is_list)
        for link in (*written, *_next_data(page, address))
        if (target := addresses.page_address(join_address(address, link.base), link.address))
    ]


def _column_data(page: WebPage, address: str) -> list[LinkedText]:
    """Return the lists behind the columns of gkmlpt: `index#1592` is one of `api/all/1592`."""
    root, sign, _ = address.partition("/gkmlpt/")
    if not sign or not page.data.site_id:
        return []
    columns = {
        link.address.rpartition("#")[2]: link.text
        for link in page.links
        if link.address.rpartition("#")[2].isdecimal() and "#" in link.address
    }
    return [
        LinkedText(f"{root}/gkmlpt/api/all/{column}?page=1&sid={page.data.site_id}", text)
        for column, text in columns.items()
    ]


def _next_data(page: WebPage, address: str) -> list[LinkedText]:
    """Return the next answer of a list that says how many entries it has."""
    head, sign, tail = address.partition("?page=")
    number, _, rest = tail.partition("&")
    data = page.data
    if page.is_markup or not sign or not number.isdecimal() or not data.entries or not data.total:
        return []
    if int(number) * data.entries >= data.total:
        return []
    return [LinkedText(f"{head}?page={int(number) + 1}&{rest}", NEXT_PAGE, is_list=True)]
