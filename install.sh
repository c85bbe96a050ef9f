#!/bin/sh
# Makes .venv and installs Ostkakan into it: `sh install.sh` what it runs on, `sh install.sh dev` also what tests it.
# The Makefile calls it when pyproject.toml or constraints.txt is newer than the last installation.
#
# Three ways are tried in turn, because no single one works everywhere:
#   uv, with the places pip is told of     fast; the CPU build of torch comes out of PIP_FIND_LINKS where that has one
#   uv, with its own index of CPU builds   Linux, where plain torch would bring several GB of CUDA (macOS has no CUDA)
#   pip                                    knows indexes of its own configuration files, which uv never reads
# uv is taken from PATH, or else put into .venv. Everything they print goes to build/install.log.
set -eu
cd "$(dirname "$0")"

VENV=.venv
LOG=build/install.log
NEED_MB=3000
LOADED="chromadb, gradio, langchain_chroma, sentence_transformers"

say() { printf '%s\n' "$*"; }
die() { printf 'ostkakan: %s\n' "$*" >&2; exit 1; }

# A command of that name may exist and yet not run (pyenv's shims), so each is tried.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' >/dev/null 2>&1; }

find_python() {
    # 3.11 first: constraints.txt is resolved and the tests are run on it.
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3; do
        if [ -n "$candidate" ] && fits "$candidate"; then say "$candidate"; return; fi
    done
    die "no Python 3.11 (or 3.12) was found: install Python 3.11, or name one with PYTHON=/path/to/python3.11, and run make again"
}

check_space() {
    free_mb=$(df -Pk . | awk 'END { print int($4 / 1024) }')
    [ "$free_mb" -ge "$NEED_MB" ] ||
        die "about $NEED_MB MB of free disk space are needed here and $free_mb MB are left: free some space and run make again"
}

# A virtual environment holds absolute paths: one that was moved or whose Python has gone is made anew.
stands() {
    fits $VENV/bin/python || return 1
    [ ! -f $VENV/folder ] || [ "$(cat $VENV/folder)" = "$(pwd -P)" ]
}

make_venv() {
    python=$(find_python)
    say "Making $VENV with $("$python" --version)"
    rm -rf $VENV
    if ! "$python" -m venv $VENV >>$LOG 2>&1; then
        rm -rf $VENV
        has_uv && uv venv --seed --python "$python" $VENV >>$LOG 2>&1 || {
            explain_disk
            die "$python lacks its venv module: install it (Debian and Ubuntu: sudo apt install python3-venv) and run make again"
        }
    fi
}

has_uv() { command -v uv >/dev/null 2>&1 && uv pip install --help 2>/dev/null | grep -q -e --torch-backend; }

get_uv() {
    if has_uv; then UV=uv; return; fi
    UV=$VENV/bin/uv
    $VENV/bin/python -m pip install --retries 2 --timeout 30 -c constraints.txt uv >>$LOG 2>&1
}

# What pip is told by its variables and files, and uv would not know. Extra indexes stay pip's (uv ranks them differently).
tell_uv() {
    links=${PIP_FIND_LINKS:-$($VENV/bin/python -m pip config get global.find-links 2>/dev/null || true)}
    index=${PIP_INDEX_URL:-$($VENV/bin/python -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$links" ]; then
        UV_FIND_LINKS=${UV_FIND_LINKS:-$(say $links | tr ' ' ',')}; export UV_FIND_LINKS
    fi
    if [ -n "$index" ]; then UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}; export UV_DEFAULT_INDEX; fi
    if [ -n "${PIP_CERT:-}" ]; then SSL_CERT_FILE=${SSL_CERT_FILE:-$PIP_CERT}; export SSL_CERT_FILE; fi
}

# Whether PIP_FIND_LINKS (or pip's setting) is a folder with torch for this Python.
has_torch() {
    tag=$($VENV/bin/python -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
    for place in $links; do
        for wheel in "${place#file://}"/torch-*"$tag"*.whl; do [ -f "$wheel" ] && return; done
    done
    return 1
}

install_with_uv() {
    get_uv || return 1
    set -- pip install --python $VENV/bin/python -c constraints.txt -e "$1"
    if [ "$(uname -s)" = Linux ] && ! has_torch; then set -- "$@" --torch-backend="${UV_TORCH_BACKEND:-cpu}"; fi
    "$UV" "$@" >>$LOG 2>&1
}

install_with_pip() {
    $VENV/bin/python -m pip --version >/dev/null 2>&1 || $VENV/bin/python -m ensurepip >>$LOG 2>&1 || return 1
    if [ "$(uname -s)" = Linux ] && ! has_torch; then
        say "uv could not fetch the CPU build of torch; pip is tried instead and may bring the CUDA build (several GB)"
    fi
    $VENV/bin/python -m pip install --no-compile --retries 2 --timeout 30 -c constraints.txt -e "$1" >>$LOG 2>&1
}

explain_disk() {
    if grep -q -e 'No space left' -e 'Disk quota exceeded' $LOG; then
        die "the disk is full: free about $NEED_MB MB and run make again"
    fi
}

explain() {
    explain_disk
    if grep -q -i -e 'NewConnectionError' -e 'ConnectTimeout' -e 'ProxyError' -e 'SSLError' -e 'dns error' \
        -e 'from versions: none' -e 'timed out' -e 'client error (connect)' $LOG; then
        die "could not reach the package registry: check the network or PIP_INDEX_URL / proxy settings and run make again ($LOG has the details)"
    fi
    die "the installation failed: the last lines of $LOG say why; mend it and run make again"
}

# Modules are compiled by loading them once; where PYTHONDONTWRITEBYTECODE is set, every start would else take twice as long.
compile_modules() { (unset PYTHONDONTWRITEBYTECODE; $VENV/bin/python -c "import $LOADED" >>$LOG 2>&1) || true; }

mkdir -p build 2>/dev/null || die "can't write in $(pwd -P): clone Ostkakan into a folder of your own and run make again"
began=$(date +%s)
: >$LOG
if ! stands; then check_space; make_venv; fi
pwd -P >$VENV/folder
what=.
if [ "${1:-}" = dev ]; then what='.[dev]'; fi
say "Installing (a minute or a few, the first time)"
tell_uv
install_with_uv "$what" || install_with_pip "$what" || explain
if [ ! -f $VENV/installed ]; then compile_modules; fi
touch $VENV/installed
if [ "${1:-}" = dev ]; then touch $VENV/installed-dev; fi
say "Installed in $(($(date +%s) - began)) s"
