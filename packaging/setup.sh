#!/bin/sh
# Puts the program and everything it needs into $VENV. Called by make, from the project's root.
# What only the system can give (venv, Qt's libraries) is installed when this runs as root on
# Debian or a relative of it; otherwise it is named, with the command that installs it.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install_packages() {
    say "Installing from the system's packages: $*"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

command -v "$PYTHON" >/dev/null 2>&1 || {
    say "There is no $PYTHON here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"
    exit 1
}
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Underpaint needs Python 3.11 or newer, and $PYTHON is $("$PYTHON" --version 2>&1)."
    say "Install a newer one and name it: make PYTHON=python3.11"
    exit 1
}

# Debian keeps what venv needs in a package of its own.
if ! "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if can_install; then
        install_packages "$version"
    else
        say "Python cannot make a virtual environment here. Install its package, then run make again:"
        say "    sudo apt-get install $version"
        exit 1
    fi
fi

if ! "$VENV/bin/python" -c 'import pip' >/dev/null 2>&1; then
    "$PYTHON" -m venv --clear "$VENV"
fi

# A slow or interrupted download is tried again rather than given up.
"$VENV/bin/python" -m pip install --disable-pip-version-check --retries 5 \
    --constraint packaging/constraints.txt --editable '.[dev]'

# Bytecode, so that the first start is as quick as the next ones.
"$VENV/bin/python" -m compileall -q core desktop widgets

# Qt's own libraries come with PySide6; what they link to is the system's.
if [ "$(uname -s)" = Linux ]; then
    missing=$("$VENV/bin/python" packaging/missing_libraries.py packaging/libraries.txt)
    if [ -n "$missing" ]; then
        if can_install; then
            # shellcheck disable=SC2086  # one word for each package
            install_packages $missing
        else
            say "Some of the system's libraries that Qt needs are missing. Install them, then run make again:"
            say "    sudo apt-get install" $missing
            exit 1
        fi
    fi
fi
