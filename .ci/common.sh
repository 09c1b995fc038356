# Shared by ./run and ./check: packages, configuring, building. Sourced, never run.
set -u
export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}"
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
logs=$root/build/logs
mkdir -p "$logs" || exit 1

build_packages="gcc libc6-dev cmake ninja-build pkg-config libltdl-dev libcsv-dev \
libxlsxwriter-dev libyaml-dev libzip-dev libexpat1-dev libxml2-dev zlib1g-dev"
check_packages="libcmocka-dev clang clang-format clang-tidy libclang-rt-14-dev locales"

say() {
    printf '%s\n' "$*"
}

# logged NAME COMMAND...: the output goes to build/logs/NAME.log; shown only on failure.
logged() {
    local log=$logs/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null && return 0
    say "failed: $*"
    tail -n 60 "$log"
    say "(all of it: $log)"
    return 1
}

# missing_packages PACKAGE...: those that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            printf '%s ' "$package"
    done
}

# need_packages PACKAGE...: installs what is missing, or says what to install.
need_packages() {
    local missing sudo=""
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian: these packages must be there under their names here: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        sudo="sudo"
        [ -t 0 ] || sudo="sudo -n"
        if ! command -v sudo >/dev/null || ! $sudo true; then
            say "Packages are missing and this user may not install them. As root, run:"
            say "    apt-get install --no-install-recommends $missing"
            return 1
        fi
        sudo="$sudo env DEBIAN_FRONTEND=noninteractive"
    fi
    say "Installing: $missing"
    logged apt-update $sudo apt-get -q -o Acquire::Retries=3 update || return 1
    logged apt-install $sudo apt-get -q -y -o Acquire::Retries=3 install \
        --no-install-recommends $missing
}

# build_tree PRESET [CMAKE OPTION...]: configures and builds build/PRESET.
build_tree() {
    local preset=$1 tree=$root/build/$1
    shift
    if [ -f "$tree/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$tree/CMakeCache.txt"; then
        rm -rf "$tree" # made where the checkout stood before
    fi
    logged "configure-$preset" env CC=gcc cmake --preset "$preset" "$@" || return 1
    logged "build-$preset" cmake --build --preset "$preset" --parallel "$(nproc)"
}
