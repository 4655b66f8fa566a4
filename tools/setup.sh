#!/bin/sh
# Sets up what the Makefile needs and Python's package installer cannot bring.
#   setup.sh venv DIR      make a virtual environment with a Python that is new enough
#   setup.sh browser DIR   bring what tests run against: Chromium and Firefox, with a screen and an accessibility
#                          bus, fonts, Java, pdftotext, LibreOffice, axe-core, the Nu HTML checker,
#                          and the servers a site is deployed to
# A system package is installed when that is permitted (root, or sudo without a password);
# otherwise one line says what to install.
set -eu

AXE=axe-core@4.14.1
VNU=vnu-jar@26.9.27

say() { printf '%s\n' "$*" >&2; }

# Run a command as root, or fail without asking for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# apt_install PACKAGE…: through apt; the words of apt are shown only when it fails.
apt_install() {
    say "正在安装系统软件包：$*"
    log=$(mktemp)
    if as_root apt-get update >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

make_venv() {
    # One that works is kept: others may be using it.
    if new_enough "$1/bin/python" && "$1/bin/python" -m pip --version >/dev/null 2>&1; then
        return 0
    fi
    python=
    # What the caller names is used or refused, never replaced in silence.
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        found=$("${PYTHON:-python3}" --version 2>&1 | head -n 1 || true)
        say "需要 Python 3.11 或更高版本（${PYTHON:-python3}：${found:-未找到}）。请安装后重试，或指定：make site PYTHON=python3.12"
        exit 1
    fi
    if ! has_venv "$python" && may_install; then
        apt_install python3-venv || true
    fi
    if ! has_venv "$python"; then
        say "Python 缺少 venv 模块，请先运行：apt-get install python3-venv"
        exit 1
    fi
    "$python" -m venv --clear "$1"
}

browser_there() {
    [ -n "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

firefox_there() {
    command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1
}

# Debian's /usr/bin/java may be a dangling alternative: ask it, do not look for it.
java_there() { java -version >/dev/null 2>&1; }

chinese_there() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]
}

# Servers stand where only root looks.
server_there() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }

# What a screen reader gets is read over the accessibility bus, by a library of the system's Python.
atspi_there() {
    /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' >/dev/null 2>&1 &&
        { [ -x /usr/libexec/at-spi-bus-launcher ] || [ -x /usr/lib/at-spi2-core/at-spi-bus-launcher ]; }
}

bring_system() {
    missing=
    browser_there || missing="$missing chromium"
    firefox_there || missing="$missing firefox-esr"
    command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
    command -v dbus-daemon >/dev/null 2>&1 || missing="$missing dbus-daemon"
    atspi_there || missing="$missing at-spi2-core gir1.2-atspi-2.0 python3-gi"
    chinese_there || missing="$missing fonts-noto-cjk fontconfig"
    java_there || missing="$missing default-jre-headless"
    command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
    command -v soffice >/dev/null 2>&1 ||
        missing="$missing libreoffice-writer-nogui libreoffice-calc-nogui"
    command -v ssh >/dev/null 2>&1 || missing="$missing openssh-client"
    server_there sshd || missing="$missing openssh-server"
    server_there nginx || missing="$missing nginx-light"
    command -v npm >/dev/null 2>&1 || tools_there "$1" || missing="$missing npm"
    # shellcheck disable=SC2086  # a list of package names
    if [ -n "$missing" ] && ! { may_install && apt_install $missing; }; then
        say "测试缺少系统软件，相关测试将跳过。请先运行：apt-get install$missing"
    fi
}

# Chromium's build without windows opens a page in a third of the time. Not every system has it,
# and Chromium itself does as well.
bring_windowless() {
    [ -n "${CHROMIUM:-}" ] && return 0
    command -v chromium-headless-shell >/dev/null 2>&1 && return 0
    may_install && apt-cache show chromium-headless-shell >/dev/null 2>&1 || return 0
    apt_install chromium-headless-shell || true
}

tools_there() {
    [ -f "$1/share/npm/.$AXE-$VNU" ]
}

bring_tools() {
    tools_there "$1" && return 0
    command -v npm >/dev/null 2>&1 || return 0
    say "正在安装网页检查工具：$AXE $VNU"
    mkdir -p "$1/share/npm"
    if npm install --prefix "$1/share/npm" --ignore-scripts --no-save --no-package-lock \
        --no-audit --no-fund --loglevel=error "$AXE" "$VNU" >&2; then
        touch "$1/share/npm/.$AXE-$VNU"
    else
        say "未能安装 $AXE 和 $VNU，相关测试将跳过。请检查 npm 后重试：make test"
    fi
}

case "${1:-}" in
    venv) make_venv "$2" ;;
    browser)
        bring_system "$2"
        bring_windowless
        bring_tools "$2"
        ;;
    *)
        say "usage: setup.sh venv|browser DIR"
        exit 2
        ;;
esac
