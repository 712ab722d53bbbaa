"""Text from the database for a terminal, which must not take it for commands."""


def printable(text: str, *, lines: bool = False) -> str:
    """Return `text` with what a terminal or a reader could be misled by written out.

    Control characters (ECMA-48) and invisible ones that change the direction of text
    (Unicode UAX 9) become escapes as in Python. With `lines`, ends of lines and tabs stay.
    """
    kept = {"\n", "\t"} if lines else set()
    return "".join(
        each if each.isprintable() or each in kept else ascii(each)[1:-1] for each in text
    )
