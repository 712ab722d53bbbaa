"""Names of members that some program reads, or writes, in a way of its own."""

_PLAIN = "a b a/b a/b/c A é d/ d/e/ -a * ~ [a] a=b nul a;1 a;1/b a:b a\\b ./a a//b ../a .."
ODD_NAMES = [
    *_PLAIN.split(),
    *["a ", "a.", " ", "a\nb", "a\x80", "e\u0301", "\u202e", "/a", "//a", "C:/a"],
    *["x" * 120, "x/" * 40 + "y", "é" * 60, "@LongLink"],
]
