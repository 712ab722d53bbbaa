"""How much work an archive may make."""

MIB = 1024 * 1024
GIB = 1024 * MIB

RATIO = 50
HARMLESS = 64 * MIB
"""Below this size nothing is a bomb, however well it is compressed."""

LARGEST_UNPACKED = 8 * GIB
MOST_MEMBERS = 200_000
LONGEST_NAME = 4096
ALL_NAMES = 32 * MIB
LARGEST_METADATA = 16 * MIB
CHUNK = 256 * 1024
