"""A real Firefox, over the protocol it speaks itself (WebDriver BiDi): no driver stands between."""

import asyncio
import json
import subprocess
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.helpers import find_program, skip_missing

_Result = TypeVar("_Result")
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "ArrowRight": "\ue014", "ArrowUp": "\ue013"}
CONTROL = "\ue009"


class Firefox:
    """A window. Its loop runs in a thread of its own: Playwright's may run in the test's."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._address = address
        self._number = 0
        self._socket: WebSocketClientConnection
        self._context = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._socket = self._wait(_connect(self._address))
        self._ask("session.new", {"capabilities": {}})
        tree = self._ask("browsingContext.getTree", {})
        self._context = tree["contexts"][0]["context"]
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._socket.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def _ask(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}

        async def exchange() -> Any:  # noqa: ANN401 - JSON
            await self._socket.write_message(json.dumps(message))
            while True:
                text = await self._socket.read_message()
                assert text is not None, "Firefox has ended"
                answer = json.loads(text)
                if answer.get("id") == message["id"]:
                    return answer

        answer = self._wait(exchange())
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, url: str) -> None:
        """Open a page."""
        where = {"context": self._context, "url": url, "wait": "complete"}
        self._ask("browsingContext.navigate", where)

    def value(self, expression: str) -> str:
        """Return what a JavaScript expression is, as text."""
        target = {"context": self._context}
        params = {"expression": f"String({expression})", "target": target, "awaitPromise": True}
        result = self._ask("script.evaluate", params)
        assert result["type"] == "success", result
        return str(result["result"]["value"])

    def wait_for(self, expression: str, expected: str) -> None:
        """Wait until an expression holds a text."""
        script = f"""new Promise((done, fail) => {{
            const end = Date.now() + 30_000;
            const look = () => {{
                const value = String({expression});
                if (value.includes({json.dumps(expected)})) done("");
                else if (Date.now() > end) done(value + " ");
                else setTimeout(look, 20);
            }};
            look();
        }})"""
        target = {"context": self._context}
        params = {"expression": script, "target": target, "awaitPromise": True}
        result = self._ask("script.evaluate", params)
        assert result["result"]["value"] == "", result

    def press(self, *keys: str, control: bool = False) -> None:
        """Press keys, named or single characters, one after the other."""
        actions: list[dict[str, str]] = [{"type": "keyDown", "value": CONTROL}] if control else []
        for key in keys:
            value = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        if control:
            actions.append({"type": "keyUp", "value": CONTROL})
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._ask("input.performActions", {"context": self._context, "actions": [source]})


async def _connect(address: str) -> WebSocketClientConnection:
    return await websocket_connect(address, max_message_size=1 << 26)


@contextmanager
def run_firefox(profile: Path, flags: Sequence[str] = ()) -> Iterator[Firefox]:
    """Run Firefox without a screen; skip or fail without it."""
    program = find_program("firefox-esr", "firefox")
    if not program:
        skip_missing("Firefox", "run `make test`")
    profile.mkdir(parents=True, exist_ok=True)
    command = [program, "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port", "0", *flags, "about:blank"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr
        address = next(
            line.rpartition("listening on ")[2].strip()
            for line in process.stderr
            if "BiDi listening on" in line
        )
        with Firefox(f"{address}/session") as firefox:
            yield firefox
    finally:
        process.terminate()
        process.wait(timeout=60)
