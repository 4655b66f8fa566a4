"""In which order bodies are read: those on the web several at a time, those of one host in turn."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from site_builder.core.http_client import WORKERS
from site_builder.core.web_addresses import host_of
from site_builder.model.body import Body, is_address

Fetched = TypeVar("Fetched")


def fetch_by_host(
    bodies: Sequence[Body], fetch: Callable[[Body], Fetched]
) -> Iterator[tuple[Body, Fetched]]:
    """Yield each body with what was fetched of it, in the order in which that comes.

    Nothing is fetched far ahead: what waits to be used is held in memory.
    """
    by_host: dict[str, deque[Body]] = {}
    for body in bodies:
        if host := _host(body):
            by_host.setdefault(host, deque()).append(body)
        else:
            yield body, fetch(body)
    waiting = deque(by_host.values())
    if not waiting:
        return
    with ThreadPoolExecutor(WORKERS) as executor:
        running: dict[Future[Fetched], deque[Body]] = {}
        while waiting or running:
            while waiting and len(running) < WORKERS:
                group = waiting.popleft()
                running[executor.submit(fetch, group[0])] = group
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                group = running.pop(future)
                yield group.popleft(), future.result()
                if group:
                    waiting.append(group)


def _host(body: Body) -> str:
    """Return the host that most of a body is asked of; empty where all is on this machine."""
    places = (body.site, *body.reports.values())
    return next((host_of(place) for place in places if is_address(place)), "")
