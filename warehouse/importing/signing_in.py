"""By what a request signs in at an index that is brought over: never by its address."""

import base64
import netrc
from pathlib import Path
from urllib.parse import urlsplit

from warehouse.importing.errors import SourceUnreadable
from warehouse.settings import ImportSettings


def authorization_for(url: str, settings: ImportSettings) -> str | None:
    """Return the value of `Authorization` for the host of a URL, None for none.

    Raises `SourceUnreadable` if there is a netrc file that cannot be read.
    """
    said = settings.credentials or _of_netrc(url, settings.netrc)
    return f"Basic {base64.b64encode(said.encode()).decode()}" if said else None


def _of_netrc(url: str, path: Path | None) -> str | None:
    place = path or Path.home() / ".netrc"
    if path is None and not place.exists():
        return None
    try:
        found = netrc.netrc(place).authenticators(urlsplit(url).hostname or "")
    except netrc.NetrcParseError as error:
        said = f"{place}, line {error.lineno}, is not as a netrc file should be"
        raise SourceUnreadable(said) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{place} cannot be read: {error}") from None
    if found is None:
        return None
    login, _account, password = found
    return f"{login}:{password or ''}"
