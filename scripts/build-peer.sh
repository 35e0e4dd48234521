#!/usr/bin/env bash
# Builds the peer of `npm run bench -- engine`: llama.cpp's own server and tools, from the sources that the Python package
# llama-cpp-python carries, for this machine's processor. Takes 10 minutes or more; a second call does nothing.
# Result: .peer/bin/{llama-server,llama-batched-bench,llama-quantize} and .peer/version.
set -euo pipefail

package=llama_cpp_python
version=0.3.36
sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
targets=(llama-server llama-batched-bench llama-quantize)

cd "$(dirname "$0")/.."
peer=$PWD/.peer
sdist=$peer/$package-$version.tar.gz
source=$peer/$package-$version/vendor/llama.cpp

say() { echo "build-peer: $*"; }
fail() {
  echo "build-peer: $*" >&2
  exit 1
}

is_built() {
  for target in "${targets[@]}"; do [ -x "$peer/bin/$target" ] || return 1; done
  # A build of another processor is there, but does not run.
  [ -f "$peer/version" ] && [[ $(<"$peer/version") == *"$version"* ]] && "$peer/bin/llama-server" --version >/dev/null 2>&1
}

check_tools() {
  local absent=()
  command -v cmake >/dev/null || absent+=(cmake)
  command -v "${CXX:-c++}" >/dev/null || absent+=(build-essential)
  command -v python3 >/dev/null || absent+=(python3)
  python3 -m pip --version >/dev/null 2>&1 || absent+=(python3-pip)
  [ ${#absent[@]} -eq 0 ] || fail "Not built: this computer lacks ${absent[*]}. On Debian or Ubuntu: apt-get install ${absent[*]}"
}

# Only the package itself as sources: what pip needs to read its name may come ready-made.
fetch() {
  [ -f "$sdist" ] && return
  say "fetching $package $version (77 MB)"
  python3 -m pip download --quiet --no-input --no-deps --no-binary "$package" --dest "$peer" "$package==$version" ||
    fail "Not built: pip could not fetch $package $version. Check the network or the package index, then call it again."
}

# Python is needed anyway; sha256sum is not on every system.
sha256_of() { python3 -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

unpack() {
  [ -f "$source/CMakeLists.txt" ] && return
  [ "$(sha256_of "$sdist")" = "$sha256" ] || {
    rm -f "$sdist"
    fail "Not built: $package $version has another SHA-256 than expected. It was deleted; call this again."
  }
  rm -rf "$peer/unpacking"
  mkdir "$peer/unpacking"
  tar xzf "$sdist" -C "$peer/unpacking"
  mv "$peer/unpacking/$package-$version" "$peer/"
  rmdir "$peer/unpacking"
}

# GCC 12 sees only the first bytes of the tiles' settings as read and drops the stores of the rest: on a processor with AMX
# the first prompt then ends in SIGSEGV. Whoever looks at their address has to have them all.
mend_tiles() {
  sed -i 's/^    _tile_loadconfig(&tc);$/    __asm__ volatile("" : : "r"(\&tc) : "memory");\n&/' "$source/ggml/src/ggml-cpu/amx/mmq.cpp"
  grep -q '__asm__ volatile' "$source/ggml/src/ggml-cpu/amx/mmq.cpp" ||
    fail "Not built: the sources of $package $version are not as expected. Delete .peer and call this again."
}

# The sources carry no history, and llama.cpp's own files would take the commit of the repository around them.
commit_of() {
  sed -n 's|^.*ggml-org/llama.cpp@\([0-9a-f]*\).*$|\1|p' "$peer/$package-$version/CHANGELOG.md" | head -n 1
}

build() {
  local jobs commit=$1
  jobs=$(getconf _NPROCESSORS_ONLN)
  # Static: three files that can be moved. Native: as fast as this processor can do it.
  cmake -S "$source" -B "$source/build" -DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DBUILD_SHARED_LIBS=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF \
    -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_COMMIT="$commit" -DLLAMA_BUILD_NUMBER=0
  cmake --build "$source/build" --parallel "$jobs" --target "${targets[@]}"
  mkdir -p "$peer/bin"
  for target in "${targets[@]}"; do mv "$source/build/bin/$target" "$peer/bin/"; done
}

if ! is_built; then
  check_tools
  mkdir -p "$peer"
  fetch
  unpack
  mend_tiles
  commit=$(commit_of)
  build "${commit:-unknown}"
  echo "llama.cpp ${commit:-unknown} ($package $version)" >"$peer/version"
  is_built || fail 'Not built: llama-server does not start. Delete .peer and call this again.'
  rm -rf "${peer:?}/$package-$version" "$sdist"
fi
say "$(<"$peer/version") is in .peer/bin"
