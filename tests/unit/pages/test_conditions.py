"""Environment markers in words."""

import pytest

from warehouse.packaging.requirements import needed
from warehouse.pages.conditions import words


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ("python_version < '3.11'", "Python before 3.11"),
        ("python_version >= '3.8'", "Python 3.8 or newer"),
        ("python_full_version != '3.9.1'", "not Python 3.9.1"),
        ("sys_platform == 'win32'", "Windows"),
        ("platform_system != 'Darwin'", "not macOS"),
        ("platform_python_implementation == 'PyPy'", "PyPy"),
        ("platform_machine == 'x86_64'", "a processor called x86_64"),
        (
            "sys_platform == 'linux' and python_version > '3.8'",
            "Linux, and Python after 3.8",
        ),
        (
            "os_name == 'nt' and (python_version == '3.8' or python_version <= '3.6')",
            "Windows, and either Python 3.8 or Python up to 3.6",
        ),
        (
            "os_name == 'nt' and python_version == '3.8' or python_version == '3.9'",
            "both Windows, and Python 3.8 or Python 3.9",
        ),
        ("extra != 'x'", "without the extra x"),
    ],
)
def test_usual_conditions_have_words(marker, said):
    assert str(words(needed(f"a; {marker}").condition)) == said


@pytest.mark.parametrize(
    "marker",
    [
        "sys_platform == 'plan9'",
        "python_version in '3.8, 3.9'",
        "platform_release > '5'",
        "sys_platform == 'win32' or platform_version == 'x'",
        " or ".join(f"python_version == '3.{n}'" for n in range(9)),
    ],
)
def test_others_are_left_to_their_marker(marker):
    condition = needed(f"a; {marker}").condition
    assert condition is not None
    assert words(condition) is None


def test_words_of_a_stranger_are_escaped_in_a_page():
    said = words(needed("a; platform_machine == '<b>'").condition)
    assert said.__html__() == "a processor called &lt;b&gt;"
