"""The limits of distributions and of searches: one table, shown in the help.

Bounds are held before anything is parsed, and a refusal names the bound and what was
found. They are far above what real distributions need.
"""

from dataclasses import dataclass
from enum import Enum

from warehouse.i18n import Message, _
from warehouse.packaging.locations import METADATA

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class Unit(Enum):
    """The unit of a limit."""

    BYTES = "bytes"
    CHARACTERS = "characters"
    NUMBER = "number"
    SECONDS = "seconds"


@dataclass(frozen=True)
class Limit:
    """One bound: the most there may be of something."""

    what: Message
    most: int
    unit: Unit


@dataclass(frozen=True)
class FieldLimit:
    """The length and the number of the values of one field of core metadata."""

    title: str
    longest: int
    most: int = 1


FIELDS = (
    FieldLimit("Metadata-Version", 20),
    FieldLimit("Name", 200),
    FieldLimit("Version", 200),
    FieldLimit("Summary", 512),
    FieldLimit("Description", 1 * MIB),
    FieldLimit("Description-Content-Type", 200),
    FieldLimit("Keywords", 20_000),
    FieldLimit("Home-Page", 2_000),
    FieldLimit("Download-URL", 2_000),
    FieldLimit("Project-URL", 2_100, 100),
    FieldLimit("Author", 50_000),
    FieldLimit("Author-Email", 50_000),
    FieldLimit("Maintainer", 50_000),
    FieldLimit("Maintainer-Email", 50_000),
    FieldLimit("License", 200_000),
    FieldLimit("License-Expression", 4_000),
    FieldLimit("License-File", 1_000, 5_000),
    FieldLimit("Platform", 1_000, 100),
    FieldLimit("Supported-Platform", 1_000, 100),
    FieldLimit("Classifier", 200, 500),
    FieldLimit("Requires", 1_000, 2_000),
    FieldLimit("Provides", 1_000, 2_000),
    FieldLimit("Obsoletes", 1_000, 2_000),
    FieldLimit("Requires-Dist", 5_000, 5_000),
    FieldLimit("Provides-Dist", 5_000, 1_000),
    FieldLimit("Obsoletes-Dist", 5_000, 1_000),
    FieldLimit("Requires-Python", 1_000),
    FieldLimit("Requires-External", 1_000, 1_000),
    FieldLimit("Provides-Extra", 200, 2_000),
    FieldLimit("Dynamic", 100, 100),
    FieldLimit("Import-Name", 500, 5_000),
    FieldLimit("Import-Namespace", 500, 5_000),
)
OF_FIELD = {each.title.lower(): each for each in FIELDS}

FIELD_LINES = Limit(
    _("All lines of a metadata file before its description"), 50_000, Unit.NUMBER
)
FIELD_BYTES = Limit(_("These lines together"), 2 * MIB, Unit.BYTES)
METADATA_FILE = Limit(_("A metadata file"), 16 * MIB, Unit.BYTES)

FORM_PART = Limit(_("A text field of the form"), 8 * MIB, Unit.BYTES)
FORM_TEXT = Limit(_("All text fields of the form together"), 16 * MIB, Unit.BYTES)
FORM_PARTS = Limit(_("Parts of the form"), 20_000, Unit.NUMBER)
FORM_WITHOUT_FILE = Limit(_("A form without a file"), 1 * MIB, Unit.BYTES)
PYVERSION = Limit(_("The Python version of a file"), 200, Unit.CHARACTERS)
COMMENT = Limit(_("The comment on a file"), 1_000, Unit.CHARACTERS)

FILENAME = Limit(_("A filename"), 255 - len(METADATA), Unit.BYTES)
MEMBERS = Limit(_("Members of an archive"), 200_000, Unit.NUMBER)
MEMBER_NAME = Limit(_("The name of a member"), 4096, Unit.BYTES)
MEMBER_NAMES = Limit(_("All these names together"), 32 * MIB, Unit.BYTES)
UNPACKED = Limit(_("An archive when it is unpacked"), 8 * GIB, Unit.BYTES)
HARMLESS = Limit(
    _("What it may unpack to, however well it is compressed"), 64 * MIB, Unit.BYTES
)
RATIO = Limit(_("How many times its size it may unpack to beyond that"), 50, Unit.NUMBER)
RECORD_FILE = Limit(_("The RECORD of a wheel"), 64 * MIB, Unit.BYTES)
RECORD_ROWS = Limit(_("Rows of a RECORD"), 200_000 + 3, Unit.NUMBER)
WHEEL_FILE = Limit(_("The file WHEEL of a wheel"), 1 * MIB, Unit.BYTES)
WHEEL_FILE_TAGS = Limit(_("Tags in it"), 20_000, Unit.NUMBER)
TAR_EXTENSION = Limit(_("An extension header of a tar"), 1 * MIB, Unit.BYTES)
ENTRY_POINTS = Limit(_("The entry points of a wheel"), 1 * MIB, Unit.BYTES)

QUESTION = Limit(_("The text of a search"), 1_000, Unit.CHARACTERS)
QUESTION_TERMS = Limit(_("Words and phrases of it that are looked for"), 16, Unit.NUMBER)
QUESTION_FACETS = Limit(_("Filters of a search"), 20, Unit.NUMBER)
CALL = Limit(_("A call of XML-RPC"), 256 * KIB, Unit.BYTES)
CALL_DEPTH = Limit(_("Values in values of a call"), 16, Unit.NUMBER)

PAGE = Limit(_("A description as a part of a page"), 2 * MIB, Unit.BYTES)
RENDERING = Limit(_("Processor time to make it"), 10, Unit.SECONDS)
RENDERING_MEMORY = Limit(_("Memory to make it"), 2 * GIB, Unit.BYTES)

TABLE: tuple[tuple[Message, tuple[Limit, ...]], ...] = (
    (
        _("The form"),
        (
            *(FORM_PARTS, FORM_PART, FORM_TEXT, FORM_WITHOUT_FILE),
            *(PYVERSION, COMMENT, FILENAME),
        ),
    ),
    (
        _("The archive"),
        (
            *(MEMBERS, MEMBER_NAME, MEMBER_NAMES, UNPACKED, HARMLESS, RATIO),
            *(METADATA_FILE, FIELD_LINES, FIELD_BYTES),
            *(RECORD_FILE, RECORD_ROWS, ENTRY_POINTS),
            *(WHEEL_FILE, WHEEL_FILE_TAGS, TAR_EXTENSION),
        ),
    ),
    (_("The description"), (PAGE, RENDERING, RENDERING_MEMORY)),
    (
        _("Questions"),
        (QUESTION, QUESTION_TERMS, QUESTION_FACETS, CALL, CALL_DEPTH),
    ),
)
