"""Where to go after signing in: somewhere on this site, whatever was asked for."""

from urllib.parse import urlsplit

_FORBIDDEN = {"\\", "\t", "\r", "\n", "\0"}


def safe_target(wanted: str | None, *, host: str, default: str) -> str:
    """`wanted` if it leads to `host`, else `default`."""
    if not wanted or any(each in wanted for each in _FORBIDDEN) or wanted[0] <= " ":
        return default
    if wanted.startswith("///"):
        return default
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return default
    if parts.netloc:
        is_ours = parts.scheme in {"http", "https"} and parts.netloc == host
        return wanted if is_ours else default
    return default if parts.scheme or not parts.path.startswith("/") else wanted
