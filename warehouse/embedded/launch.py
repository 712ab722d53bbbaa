"""Become another program, as another user, that ends with its parent.

This runs as a script of its own, between the supervisor and each program it starts,
because a process with threads may not safely do these things between fork and exec.
It imports nothing of ours.

    launch.py PARENT SIGNAL UID GID ACCESS COMMAND…

The kernel sends SIGNAL to the program when PARENT dies (PR_SET_PDEATHSIG, Linux). UID
and GID are -1, or those to become. ACCESS is 1 where that user cannot pass through the
directories above its own, such as /root: it then keeps CAP_DAC_OVERRIDE and
CAP_DAC_READ_SEARCH, as ambient capabilities, instead of having those directories opened
to everybody. Its parent is root anyway. See capabilities(7).
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_SECUREBITS = 28
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
# Without it access(2) ignores the capabilities of a user other than root, and PostgreSQL
# uses access(2) to find itself.
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Capabilities(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def main() -> None:
    """Prepare this process as the arguments say, then replace it with the command."""
    parent, signal, uid, gid, access = (int(argument) for argument in sys.argv[1:6])
    command = sys.argv[6:]
    try:
        if uid >= 0:
            _become(uid, gid, keeps_access=bool(access))
        die_with_parent(parent, signal)
        os.execvp(command[0], command)  # noqa: S606 (that is what this script is for)
    except OSError as error:
        sys.stderr.write(f"cannot start {command[0]}: {error}\n")
        sys.exit(126)


def _become(uid: int, gid: int, *, keeps_access: bool) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if keeps_access:
        _check(libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)
    if keeps_access and not _keep_access(libc):
        raise OSError(
            f"user {uid} may not enter all directories above it or above the data, and "
            f"this system does not let us grant that: move them where everybody may enter"
        )


def _keep_access(libc: ctypes.CDLL) -> bool:
    """Keep only root's right to enter directories; return whether there was one."""
    header = _Header(_CAPABILITY_VERSION_3, 0)
    sets = (_Capabilities * 2)()
    _check(libc.capget(ctypes.byref(header), sets))
    wanted = (1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH) & sets[0].permitted
    sets[0] = _Capabilities(wanted, wanted, wanted)
    sets[1] = _Capabilities(0, 0, 0)
    _check(libc.capset(ctypes.byref(header), sets))
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        if wanted & 1 << capability:
            _check(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0))
    return bool(wanted)


def die_with_parent(parent: int, signal: int) -> None:
    """Have the kernel send `signal` to this process when the process `parent` dies."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _check(libc.prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0))
    # It may have died before we asked to be told.
    if os.getppid() != parent:
        sys.exit(0)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main()
