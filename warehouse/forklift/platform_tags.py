"""The platform tags of wheels that installers of the public index know."""

import re

_MAC_ARCHITECTURES = "ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2"
_PATTERNS = (
    r"any",
    r"win32|win_amd64|win_arm64|win_ia64",
    r"manylinux1_(x86_64|i686)",
    r"manylinux2010_(x86_64|i686)",
    r"manylinux2014_(x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x)",
    # PEP 600, PEP 656
    r"manylinux_\d+_\d+_(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64|ppc64)",
    r"musllinux_\d+_\d+_(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)",
    r"linux_armv6l|linux_armv7l",
    rf"macosx_10_\d+_({_MAC_ARCHITECTURES})",
    rf"macosx_(11|12|13|14|15|26)_0_({_MAC_ARCHITECTURES})",
    # PEP 730, PEP 738, PEP 783
    r"ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)",
    r"android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)",
    r"pyemscripten_\d+_\d+_wasm32",
)
_SUPPORTED = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.ASCII)


def is_supported(tag: str) -> bool:
    """Return whether `tag`, one platform, is on the list."""
    return _SUPPORTED.fullmatch(tag) is not None
