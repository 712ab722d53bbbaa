"""Finding suspicious constructs in source, which is parsed and never imported or run.

`program.py` uses this in a process of its own, so it imports nothing of ours.
"""

import ast
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

DECODES, RUNS, NETWORK = "decodes", "runs text", "network"
PROCESSES, READS, HIDDEN = "processes", "reads", "obfuscated"

MOST = 300
"""Findings of a member that are told."""

LONG_STRING, DENSE = 200, 4.5
"""Characters of a string, and bits of each, from which on it is taken for encoded data."""

_LINE, _FAR, _BYTES = 2000, 120, 60
_PYTHON = (".py", ".pyw", ".pth")
_CONSTANTS = ("PIPE", "STDOUT", "DEVNULL")
_LATER = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Found = tuple[int, str, str, bool]

_NAMES = {
    DECODES: (
        *("base64", "binascii", "zlib.decompress", "zlib.decompressobj", "marshal"),
        *("bz2.decompress", "lzma.decompress", "gzip.decompress", "codecs.decode"),
        *("bytes.fromhex", "bytearray.fromhex", "pickle.loads"),
    ),
    RUNS: (
        *("exec", "eval", "compile", "__import__", "importlib.import_module", "runpy"),
        *("builtins.exec", "builtins.eval", "builtins.compile", "builtins.__import__"),
        *("types.FunctionType", "types.CodeType", "code.InteractiveInterpreter"),
    ),
    NETWORK: (
        *("socket", "urllib.request", "urllib2", "urllib3", "requests", "httpx"),
        *("http.client", "httplib", "aiohttp", "ftplib", "smtplib", "telnetlib"),
        *("paramiko", "websocket", "websockets", "dns.resolver"),
    ),
    PROCESSES: (
        *("subprocess", "os.system", "os.popen", "os.startfile", "os.fork", "pty.spawn"),
        *("ctypes", "commands", "popen2", "asyncio.create_subprocess_exec"),
        "asyncio.create_subprocess_shell",
        *(
            f"os.{each}{how}"
            for each in ("exec", "spawn")
            for how in ("l", "le", "lp", "v")
        ),
        *("os.execve", "os.execvp", "os.execvpe", "os.spawnvp", "os.posix_spawn"),
    ),
    READS: (
        *("os.environ", "os.getenv", "os.path.expanduser", "pathlib.Path.home", "getpass"),
        *("os.getlogin", "keyring", "winreg", "browser_cookie3", "platform.node"),
    ),
}
_BUILT_IN = ("exec", "eval", "compile", "__import__", "bytes", "bytearray", "builtins")
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names}

_SECRETS = re.compile(
    r"\.ssh\b|id_rsa|\.aws/credentials|\.pypirc|\.netrc|\.npmrc|\.git-credentials|\.kube/"
    r"|Login Data|Local State|wallet\.dat|/etc/passwd|/etc/shadow|\.bash_history"
    r"|discord(?:app)?\.com/api/webhooks|api\.telegram\.org/bot",
    re.IGNORECASE,
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){20}|(?:\\[0-7]{3}){20}")
_OUT_OF_SIGHT = re.compile(rf"(?<=[^ \t])[ \t]{{{_FAR},}}+[^ \t\r]")
_CHAIN = re.compile(r"[A-Za-z_][\w.]{0,200}")
_PLAIN = {
    NETWORK: r"\b(?:curl|wget|Invoke-WebRequest|Invoke-RestMethod|iwr|Net\.WebClient"
    r"|DownloadString|DownloadFile|bitsadmin|certutil|XMLHttpRequest|nc -e)\b"
    r"|\bfetch\(|/dev/tcp/|require\(['\"](?:node:)?(?:https?|net|dgram)['\"]",
    RUNS: r"\beval\b|\bIEX\b|\bInvoke-Expression\b|\bnew Function\(|\|\s*(?:ba|z|da)?sh\b",
    DECODES: r"\bbase64\s+(?:-d|-D|--decode)|FromBase64String|\batob\(|\bunescape\("
    r"|['\"]base64['\"]|-enc(?:odedcommand)?\b|\bxxd -r\b",
    PROCESSES: r"\bchild_process\b|\bStart-Process\b|\bpowershell\b|\bcmd(?:\.exe)? /c\b"
    r"|\bcrontab\b|\bnohup\b|\b(?:ba)?sh -c\b|\bpython3? -c\b|\bschtasks\b",
    READS: r"\bprocess\.env\b|\$env:|\bprintenv\b|%APPDATA%|%USERPROFILE%|\$HOME\b",
}
_PATTERNS = {kind: re.compile(each, re.IGNORECASE) for kind, each in _PLAIN.items()}


def entropy(content: bytes) -> float:
    """Return how many bits of information each byte has (Shannon), 0 to 8."""
    size = len(content)
    counts = Counter(content).values()
    return sum(each / size * math.log2(size / each) for each in counts)


def kind_of(name: str) -> str | None:
    """Return the kind of a dotted name or of what it belongs to, or None."""
    while name:
        if name in _KINDS:
            return _KINDS[name]
        name = name.rpartition(".")[0]
    return None


def inspected(name: str, content: bytes, *, parse: bool = True) -> dict[str, Any]:
    """Return what is found in a member, in the order of its lines."""
    text, problem, found = content.decode("utf-8", "replace"), "", list[Found]()
    is_python = name.endswith(_PYTHON) or re.match(r"#!.*python", text[:200]) is not None
    if name.endswith(".pth"):
        content = b"\n".join(_imports(content))
        text = content.decode("utf-8", "replace")
    if is_python and parse:
        try:
            found = list(_Source(ast.parse(content)).found())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            problem = f"It is no Python that can be parsed: {_said(error)}"
    if is_python and (problem or not parse):
        found = list(_names(text))
    elif not is_python:
        found = list(_matches(text))
    found = sorted({*found, *_hidden(text)})
    longest = max(_words(text), key=len, default="")
    return {
        "found": found[:MOST],
        "problem": problem,
        "entropy": round(entropy(content), 2),
        "longest": len(longest),
        "longest_entropy": round(entropy(longest.encode()), 2),
    }


def _said(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return (text or type(error).__name__)[:200]


def _imports(content: bytes) -> Iterator[bytes]:
    """Yield the lines of a `.pth` file that Python runs at each start; others are empty."""
    for line in content.splitlines():
        yield line if line.startswith((b"import ", b"import\t")) else b""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        yield number, line[:_LINE]


def _words(text: str) -> Iterable[str]:
    return (each for line in text.split("\n") for each in line[:100_000].split())


def _names(text: str) -> Iterator[Found]:
    """Yield the names of Python in a text that cannot be parsed."""
    for number, line in _lines(text):
        for match in _CHAIN.finditer(line):
            kind = kind_of(match[0])
            if kind is not None:
                yield number, kind, match[0], not line[:1].isspace()


def _matches(text: str) -> Iterator[Found]:
    """Yield what patterns of scripts match."""
    for number, line in _lines(text):
        for kind, pattern in _PATTERNS.items():
            match = pattern.search(line)
            if match:
                yield number, kind, match[0].strip(), True


def _hidden(text: str) -> Iterator[Found]:
    """Yield what hides text from whoever reads it."""
    for number, line in enumerate(text.split("\n"), 1):
        if _TURNING.search(line):
            yield number, HIDDEN, "characters that turn the direction of the text", True
        if _ESCAPES.search(line[:_LINE]):
            yield number, HIDDEN, "text that is written as numbers", True
        if _OUT_OF_SIGHT.search(line):
            yield number, HIDDEN, "text that is pushed out of sight", True
        secret = _SECRETS.search(line[:_LINE])
        if secret:
            yield number, READS, secret[0], True


class _Source:
    """What the tree of one module calls; walked without recursion."""

    def __init__(self, tree: ast.Module) -> None:
        self._nodes = list(_walk(tree))
        self._known = {each: each for each in _BUILT_IN}
        self._everything: list[str] = []
        for node, _ in self._nodes:
            self._learn(node)

    def _learn(self, node: ast.AST) -> None:
        """Remember what a name stands for."""
        if isinstance(node, ast.Import):
            for each in node.names:
                root = each.name.partition(".")[0]
                self._known[each.asname or root] = each.name if each.asname else root
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for each in node.names:
                self._known[each.asname or each.name] = f"{node.module}.{each.name}"
                if each.name == "*":
                    self._everything.append(f"{node.module}")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = self._name(node.value)
            if name and kind_of(name) and name != node.targets[0].id:
                self._known[node.targets[0].id] = name

    def _name(self, node: ast.AST) -> str:
        """Return the dotted name that an expression stands for, or nothing."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            parts.append(self._known.get(node.id) or self._of_all(node.id))
        elif isinstance(node, ast.Call):
            parts.append(self._fetched(node))
        return ".".join(reversed(parts)) if parts and parts[-1] else ""

    def _of_all(self, name: str) -> str:
        """Return the dotted name of what came with an import of everything, or nothing."""
        possible = (f"{each}.{name}" for each in self._everything)
        return next((each for each in possible if kind_of(each)), "")

    def _fetched(self, call: ast.Call) -> str:
        """Return the name of what `__import__` or `getattr` with constant texts returns."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute):
            name = call.func.attr
        arguments = [_constant(each) for each in call.args]
        if name in {"__import__", "import_module"} and arguments and arguments[0]:
            return arguments[0]
        if name == "getattr" and len(arguments) > 1 and arguments[1]:
            of = call.args[0].id if isinstance(call.args[0], ast.Name) else ""
            of = self._known.get(of, of)
            return arguments[1] if "builtins" in of else f"{of}.{arguments[1]}"
        return ""

    def found(self) -> Iterator[Found]:
        """Yield what is found, in any order."""
        inner = {
            id(node.value) for node, _ in self._nodes if isinstance(node, ast.Attribute)
        }
        called = {id(node.func) for node, _ in self._nodes if isinstance(node, ast.Call)}
        for node, runs in self._nodes:
            line = getattr(node, "lineno", 0)
            if (
                isinstance(node, ast.Attribute | ast.Name | ast.Call)
                and id(node) not in inner
            ):
                name = (
                    self._fetched(node) if isinstance(node, ast.Call) else self._name(node)
                )
                kind = kind_of(name)
                is_quiet = name.startswith("types.") and id(node) not in called
                if kind and not is_quiet and not _is_stored(node) and not _is_told(name):
                    yield line, kind, name, runs
            if isinstance(node, ast.Call):
                yield from self._odd_call(node, runs)
            elif isinstance(node, ast.Constant):
                yield from _odd_constant(node, runs)
            elif isinstance(node, ast.List | ast.Tuple) and _is_bytes(node.elts):
                yield line, HIDDEN, f"{len(node.elts)} numbers that are bytes", runs

    def _odd_call(self, node: ast.Call, runs: bool) -> Iterator[Found]:
        is_method = isinstance(node.func, ast.Attribute)
        named = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        first = _constant(node.args[0]).lower() if node.args else ""
        if (
            is_method
            and named == "decode"
            and re.match("rot|base64|hex|zip|zlib|bz2", first)
        ):
            yield node.lineno, DECODES, f"decode({first!r})", runs
        is_chr = isinstance(node.func, ast.Name) and node.func.id == "chr"
        if is_chr and node.args and isinstance(node.args[0], ast.Constant | ast.BinOp):
            yield node.lineno, HIDDEN, "chr of a number", runs


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)


def _is_told(name: str) -> bool:
    """Return whether a name is that of an exception or a constant, which does nothing."""
    last = name.rpartition(".")[2]
    is_constant = last.isupper() and ("_" in last or last in _CONSTANTS)
    return is_constant or last.endswith(("Error", "Exception", "Expired"))


def _walk(tree: ast.Module) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the nodes in the order of the text, and whether importing runs them."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, True)]
    while waiting:
        node, runs = waiting.pop()
        yield node, runs
        is_main = isinstance(node, ast.If) and "__main__" in _texts(node.test)
        if is_main or isinstance(node, _LATER):
            runs = False
        waiting += [(each, runs) for each in reversed(list(ast.iter_child_nodes(node)))]


def _texts(node: ast.expr) -> set[Any]:
    compared = node.comparators if isinstance(node, ast.Compare) else []
    return {each.value for each in compared if isinstance(each, ast.Constant)}


def _constant(node: ast.expr) -> str:
    """Return a text, or several that are added; nothing for anything else."""
    parts, waiting = list[str](), [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add):
            waiting += [each.right, each.left]
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            parts.append(each.value)
        else:
            return ""
    return "".join(parts)


def _odd_constant(node: ast.Constant, runs: bool) -> Iterator[Found]:
    value = (
        node.value.encode("utf-8", "replace") if isinstance(node.value, str) else node.value
    )
    if not isinstance(value, bytes) or len(value) < LONG_STRING:
        return
    is_hexadecimal = re.fullmatch(rb"(?:[0-9a-fA-F]{2}|\s)+", value[:_LINE]) is not None
    spaces = sum(each in b" \n" for each in value)
    if is_hexadecimal or (spaces * 50 < len(value) and entropy(value) >= DENSE):
        yield node.lineno, HIDDEN, f"a string of {len(value)} characters of data", runs


def _is_bytes(values: list[ast.expr]) -> bool:
    return len(values) >= _BYTES and all(
        isinstance(each, ast.Constant)
        and isinstance(each.value, int)
        and 9 <= each.value < 256
        for each in values
    )
