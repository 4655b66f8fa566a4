"""What the system's own `ssh` is told, and what it tells. Called by `line`."""

import re
import shutil
from pathlib import Path

from site_builder.deploy.host import DeployError, LostError
from site_builder.deploy.hosts.login import (
    ALIVE,
    CONNECT,
    changed_host,
    not_let_in,
    open_key,
    unknown_host,
)
from site_builder.model.target import Target

_BROKEN = re.compile(
    r"closed|refused|reset|time(d )?out|broken pipe|unreachable|not responding|no route|resolve",
    re.IGNORECASE,
)
"""What the line says that tells why a connection broke."""


def complaint(target: Target, text: str) -> DeployError | LostError:
    """Tell a line that broke from a server that will not do."""
    shown = re.search(r"Server host key: \S+ (\S+)", text) or re.search(r"(SHA256:\S+)", text)
    fingerprint = shown[1].rstrip(".") if shown else ""
    if "HOST IDENTIFICATION HAS CHANGED" in text or "REVOKED" in text:
        return changed_host(target, fingerprint)
    if "Host key verification failed" in text:
        return unknown_host(target, fingerprint)
    if "UNPROTECTED PRIVATE KEY" in text:
        return open_key(target)
    if re.search(r"Permission denied \([a-z]|Too many authentication failures", text):
        return not_let_in(target)
    if "Could not resolve hostname" in text and "Temporary failure" not in text:
        return DeployError(f"找不到服务器 {target.host}。请核对名称和网络。")
    told = [line for line in text.splitlines() if _BROKEN.search(line)]
    return LostError(told[-1].removeprefix("debug1: ") if told else "ssh")


def options(target: Target, private: Path) -> list[str]:
    """Give the options of `ssh`: nothing is asked, nobody unknown is trusted, silence ends it."""
    settings = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "UpdateHostKeys": "no",
        "ConnectTimeout": str(CONNECT),
        "ServerAliveInterval": str(ALIVE),
        "ServerAliveCountMax": "3",
        "ControlMaster": "no",
        "ControlPath": "none",
        "ClearAllForwardings": "yes",
        "ForwardAgent": "no",
        "PermitLocalCommand": "no",
        "RemoteCommand": "none",
        "EscapeChar": "none",
    }
    if target.known_hosts:
        # Under a name of ours: this option reads blanks and signs of its own into a path.
        shutil.copyfile(Path(target.known_hosts), private / "hosts")
        own = "~/.ssh/known_hosts ~/.ssh/known_hosts2"
        settings["UserKnownHostsFile"] = f'{own} "{(private / "hosts").as_posix()}"'
    key: list[str] = []
    if target.key_file:
        settings["IdentitiesOnly"] = "yes"
        key = ["-i", target.key_file.replace("%", "%%")]
    user = ["-l", target.user] if target.user else []
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    return ["-T", "-p", str(target.port), *user, *key, *options]
