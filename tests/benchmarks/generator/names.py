"""Names as people choose them: many begin alike, and some are not normalised."""

from collections.abc import Iterator
from random import Random

from warehouse.packaging.names import normalize

_PREFIXES = (
    *("", "", "", "", "", "", "", "", "", "", "", ""),
    *("py", "py", "py", "py", "python-", "django-", "django-", "flask-", "pytest-"),
    *("odoo14-addon-", "types-", "aws-", "airflow-", "jupyter-", "mkdocs-", "sphinx-"),
    *("cloud-", "open", "simple-", "easy", "auto", "micro", "tf-", "torch-", "llm-"),
)

_TEXT = """
    account action agent alert algebra alpha analysis api archive array asset async atlas
    audio auth backup banner base batch beacon bench binary bind block blog board bot
    bridge browser bucket buffer build bundle cache calendar canvas card cart catalog chain
    chart chat check cipher circle city clean client clock cluster code color command
    comment compare config connect console contact context control convert core counter
    crawler crypto cube cursor data date db debug decode deep delta deploy design diff
    digest disk docker document domain drive echo edge editor email encode engine entity
    event export extract factor feature feed field file filter finance fish flow folder
    font forecast form format forge frame fuzzy game gate geo git glass graph grid guard
    handler hash health helper hook http hub icon image import index info inspect iot
    job json kernel key kit label lambda language layer learn library light limit link
    lint list live load locale lock log logic loop mail manager map mark math matrix media
    memory menu mesh message meta metric mirror mobile mock model monitor music net node
    note number object ocean orbit order page paint panel parse patch path pay pdf phone
    photo pipe pixel plan plot plugin point pool portal post print process profile proxy
    pulse query queue quiz radar random range rate react reader record redis relay remote
    render report request resource rest robot role root route rule runner sample scan
    scheduler schema score scraper script search secure sensor server session shape share
    shell signal site sketch slack smart snake socket sound spark speech spider sql stack
    state stat stock storage store stream string style sync system table tag task team
    template terminal test text theme thread tick time token tool topic trace track trade
    transfer translate tree trend tunnel type url user utility valid value vault vector
    video view virtual vision voice wallet watch water weather web widget wiki window wire
    word work xml yaml zero zone
"""
WORDS = _TEXT.split()


def names(count: int, random: Random, taken: set[str]) -> Iterator[str]:
    """Return so many names, none like another or like a normalised one in `taken`."""
    known = set(taken)
    while len(known) < count + len(taken):
        name = _name(random)
        normalized = normalize(name)
        if normalized not in known:
            known.add(normalized)
            yield name


def _name(random: Random) -> str:
    words = [random.choice(WORDS)]
    while len(words) < 4 and random.random() < 0.62:
        words.append(random.choice(WORDS))
    spelling = random.random()
    prefix = random.choice(_PREFIXES)
    if spelling < 0.05:
        return "".join(map(str.title, (prefix.rstrip("-"), *words)))
    separator = "_" if spelling < 0.12 else "." if spelling < 0.14 else "-"
    return prefix + separator.join(words)
