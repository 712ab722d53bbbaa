"""Mail domains that many people use who have nothing to do with each other.

Nobody prohibits one of these: it would keep the innocent out, and those who send spam
would have an address at the next one within a minute.
"""

_BY_COUNTRY = {
    "gmx": ("at", "ch", "com", "de", "es", "fr", "net"),
    "hotmail": ("be", "co.uk", "com", "de", "es", "fr", "it", "nl"),
    "live": ("be", "co.uk", "com", "de", "fr", "it", "nl"),
    "outlook": ("at", "com", "com.br", "de", "es", "fr", "it", "jp"),
    "yahoo": (
        *("ca", "co.id", "co.in", "co.jp", "co.uk", "com", "com.ar", "com.au", "com.br"),
        *("com.mx", "com.tw", "de", "es", "fr", "gr", "in", "it", "pl", "ro"),
    ),
    "yandex": ("by", "com", "kz", "ru", "ua"),
}

_ALONE = """
    126.com 139.com 163.com 189.cn aliyun.com aol.com arcor.de att.net bigpond.com
    bluewin.ch btinternet.com charter.net comcast.net cox.net daum.net duck.com
    earthlink.net fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com
    googlemail.com hanmail.net hey.com hushmail.com icloud.com inbox.ru interia.pl
    laposte.net libero.it list.ru mac.com mail.com mail.de mail.ru mailbox.org me.com
    msn.com nate.com naver.com o2.pl onet.pl orange.fr pm.me posteo.de proton.me
    protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com riseup.net
    rocketmail.com runbox.com sbcglobal.net seznam.cz sina.com sky.com sohu.com
    startmail.com t-online.de tuta.com tuta.io tutanota.com tutanota.de ukr.net
    uol.com.br users.noreply.github.com verizon.net virgilio.it web.de wp.pl xs4all.nl
    ya.ru yeah.net ymail.com zoho.com
"""

SHARED = frozenset(_ALONE.split()) | {
    f"{name}.{ending}" for name, endings in _BY_COUNTRY.items() for ending in endings
}


def is_shared(domain: str) -> bool:
    """Return whether a domain, or one below it, is of a provider for everybody.

    A domain above one counts as well, since prohibiting it prohibits those below.
    """
    name = domain.lower().strip(".")
    labels = name.split(".")
    above = {".".join(labels[at:]) for at in range(len(labels))}
    return bool(above & SHARED) or any(each.endswith(f".{name}") for each in SHARED)
