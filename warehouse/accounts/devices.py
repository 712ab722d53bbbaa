"""What kind of program and device somebody uses, as far as its own words tell."""

from warehouse.i18n import Message, _

_PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "SamsungBrowser/": "Samsung Internet",
    "Chromium/": "Chromium",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
    "twine/": "twine",
    "uv/": "uv",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_of(client: str) -> Message | str:
    """Return the browser and the system that a `User-Agent` names, in words."""
    program, system = _first(_PROGRAMS, client), _first(_SYSTEMS, client)
    if program and system:
        return _("${program} on ${system}", mapping={"program": program, "system": system})
    return program or system or _("An unknown device")


def _first(names: dict[str, str], client: str) -> str:
    """Return the name of the first part that `client` has; the order matters."""
    return next((name for part, name in names.items() if part in client), "")
