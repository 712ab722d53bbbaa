"""twine against a running index."""

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import wheel

# twine skips existing files of two indexes only, which it knows by constants; this is how
# it does for ours.
AS_PUBLIC = """
import sys
from twine import __main__, repository
site = sys.argv.pop(1)
del sys.argv[1]
repository.WAREHOUSE = f"{site}/legacy/"
repository.WAREHOUSE_WEB = f"{site}/"
repository.LEGACY_PYPI = f"{site}/".replace("localhost", "127.0.0.1")
"""
# As if another uploader had been a moment faster.
BLIND = """
repository.Repository.package_is_uploaded = lambda self, package, **_: False
"""
RUN = "sys.exit(__main__.main())"


@pytest.fixture
def twine(index, machine):
    def command(*files, token=index.token, options=()):
        return (
            *("twine", "upload", "--non-interactive", "--disable-progress-bar"),
            *("--repository-url", index.legacy, "-u", "__token__", "-p", token),
            *(*options, *files),
        )

    return command


def test_a_release_is_published_and_published_again(index, machine, twine):
    files = [
        machine.write("dist/tw_first-1.0.tar.gz", sdist("tw_first")),
        machine.write("dist/tw_first-1.0-py3-none-any.whl", wheel("tw_first")),
    ]
    machine.works(*twine(*files))
    assert set(index.files("tw-first")) == {path.name for path in files}
    assert "200 OK" in machine.works(*twine(*files, options=["--verbose"])).text
    for path in files:
        url = index.files("tw-first")[path.name]["url"]
        assert index.download(url) == path.read_bytes()


def test_other_bytes_under_an_old_name_are_refused_readably(index, machine, twine):
    name = "dist/tw_changed-1.0-py3-none-any.whl"
    machine.works(*twine(machine.write(name, wheel("tw_changed"))))
    other = machine.write(name, wheel("tw_changed", extra={"tw_changed/x.py": b""}))
    said = machine.fails(*twine(other))

    assert "400" in said.text
    assert "File already exists ('tw_changed-1.0-py3-none-any.whl'" in said.line
    assert f"{index.url}/help/#file-name-reuse" in said.line


def test_skip_existing_leaves_what_is_there(index, machine, twine):
    name = "dist/tw_skipped-1.0-py3-none-any.whl"
    first = wheel("tw_skipped")
    machine.works(*twine(machine.write(name, first)))
    other = machine.write(name, wheel("tw_skipped", extra={"tw_skipped/x.py": b""}))
    more = machine.write("dist/tw_skipped-1.0.tar.gz", sdist("tw_skipped"))
    command = twine(other, more, options=["--skip-existing"])
    said = machine.works("python", "-c", AS_PUBLIC + RUN, index.url, *command)

    assert "Skipping tw_skipped-1.0-py3-none-any.whl" in said.line
    assert f"{index.url}/project/tw-skipped/1.0/" in said.line
    assert set(index.files("tw-skipped")) == {other.name, more.name}
    assert index.download(index.files("tw-skipped")[other.name]["url"]) == first


def test_skip_existing_knows_the_refusal_itself(index, machine, twine):
    name = "dist/tw_raced-1.0-py3-none-any.whl"
    machine.works(*twine(machine.write(name, wheel("tw_raced"))))
    other = machine.write(name, wheel("tw_raced", extra={"tw_raced/x.py": b""}))
    command = twine(other, options=["--skip-existing"])
    said = machine.works("python", "-c", AS_PUBLIC + BLIND + RUN, index.url, *command)

    assert "Skipping tw_raced-1.0-py3-none-any.whl" in said.line


def test_a_wrong_token_is_explained(index, machine, twine):
    file = machine.write("tw_stranger-1.0-py3-none-any.whl", wheel("tw_stranger"))
    said = machine.fails(*twine(file, token=index.token[:-4] + "AAAA"))

    assert "403" in said.text
    assert "Invalid" in said.text
    assert index.files("tw-stranger") == {}


def test_a_token_of_one_project_is_good_for_that_one_only(index, machine, twine):
    first = machine.write("tw_scoped-1.0-py3-none-any.whl", wheel("tw_scoped"))
    machine.works(*twine(first))
    token = index.run("tokens", "create", "--user", "operator", "--project", "tw-scoped")
    second = machine.write("tw_scoped-2.0-py3-none-any.whl", wheel("tw_scoped", "2.0"))
    machine.works(*twine(second, token=token.strip()))
    other = machine.write("tw_other-1.0-py3-none-any.whl", wheel("tw_other"))
    said = machine.fails(*twine(other, token=token.strip()))

    assert "403" in said.text
    assert "token is not valid for project: 'tw-other'" in said.line
    assert index.files("tw-other") == {}


def test_someone_else_is_told_whose_project_it_is_not(index, machine, twine):
    machine.works(*twine(machine.write("tw_own-1.0-py3-none-any.whl", wheel("tw_own"))))
    words = ("users", "create", "bob", "--email", "bob@example.com", "--verified")
    index.run(*words, "--password-stdin", say="correct horse battery staple\n")
    token = index.run("tokens", "create", "--user", "bob").strip()
    file = machine.write("tw_own-2.0-py3-none-any.whl", wheel("tw_own", "2.0"))
    said = machine.fails(*twine(file, token=token))

    assert "The user 'bob' isn't allowed to upload to project 'tw-own'" in said.line
