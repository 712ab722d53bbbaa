"""The limits of archives, from the table of all limits."""

from warehouse.packaging import limits

MIB, GIB = limits.MIB, limits.GIB

RATIO = limits.RATIO.most
HARMLESS = limits.HARMLESS.most
"""Below this size nothing is a bomb, however well it is compressed."""

LARGEST_UNPACKED = limits.UNPACKED.most
MOST_MEMBERS = limits.MEMBERS.most
LONGEST_NAME = limits.MEMBER_NAME.most
ALL_NAMES = limits.MEMBER_NAMES.most
LARGEST_METADATA = limits.METADATA_FILE.most
CHUNK = 256 * 1024
