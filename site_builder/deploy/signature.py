"""Signatures of release records by OpenSSH's own tool: no key passes through this program."""

import re
import subprocess
import tempfile
from pathlib import Path

from site_builder.core.errors import DeployError

_NAMESPACE = "site-builder"
_TIMEOUT = 60
"""Seconds: a key on a token may wait for a touch."""


def sign(key: Path, data: bytes) -> bytes:
    """Sign a record with an SSH key, asking the agent where the key is locked."""
    if not key.is_file():
        raise DeployError(f"没有签名密钥 {key}。请改正 config.yaml 里的“签名密钥”。")
    result = _run("-Y", "sign", "-q", "-n", _NAMESPACE, "-f", str(key), input_data=data)
    if result.returncode or not result.stdout:
        raise DeployError(f"没有签成：{_ssh_keygen_error(result)}。")
    return result.stdout


def verify_signature(signers: Path, data: bytes, signature: bytes) -> str:
    """Return the name of who signed a record. Raises DeployError when nobody trusted did."""
    if not signers.is_file():
        raise DeployError(f"没有签名人名单 {signers}。请改正 config.yaml 里的“签名人名单”。")
    with tempfile.TemporaryDirectory() as folder:
        signature_path = Path(folder) / "record.sig"
        signature_path.write_bytes(signature)
        result = _run("-Y", "find-principals", "-f", str(signers), "-s", str(signature_path))
        name = result.stdout.decode(errors="replace").partition("\n")[0].strip()
        if result.returncode or not name:
            raise DeployError("发布记录的签名不是名单里的人签的。")
        flags = ("-n", _NAMESPACE, "-f", str(signers), "-I", name, "-s", str(signature_path))
        if _run("-Y", "verify", "-q", *flags, input_data=data).returncode:
            raise DeployError("发布记录和它的签名对不上，记录被改动过。")
    return name


def _run(*flags: str, input_data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, an argument list
            ["ssh-keygen", *flags],  # noqa: S607 - found where the system installs it
            input=input_data,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise DeployError("没有 ssh-keygen，不能签名。请安装 OpenSSH 客户端。") from None
    except subprocess.TimeoutExpired:
        raise DeployError("签名等得太久。请先运行 ssh-add 把密钥交给代理。") from None


_REASONS = (
    ("incorrect passphrase|agent", "密钥有口令，没有写对，ssh-agent 里也没有它。请先运行 ssh-add"),
    ("UNPROTECTED PRIVATE KEY", "密钥文件别人也能读。请先收回别人的权限：chmod 600"),
    (
        r"public key|\.pub",
        "旁边没有同名的 .pub 公钥，或者这个文件不是 SSH 私钥。请运行 ssh-keygen -y 补上公钥",
    ),
    ("invalid format|not a .*key|error in libcrypto", "这个文件不是 SSH 私钥，或者损坏了"),
    ("permission denied", "没有权限读密钥文件"),
)


def _ssh_keygen_error(result: subprocess.CompletedProcess[bytes]) -> str:
    """Return why in Chinese, where that is understood."""
    text = result.stderr.decode(errors="replace").strip()
    reasons = (reason for pattern, reason in _REASONS if re.search(pattern, text, re.IGNORECASE))
    last_line = text.rpartition("\n")[2]
    return next(reasons, f"ssh-keygen 没有成功（原因：{last_line or '没有说明'}）")
