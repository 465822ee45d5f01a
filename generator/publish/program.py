"""Running other programs: git, rsync, rclone. No shell, no waiting for an answer, and their own words on failure."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import Any

from generator.publish.failure import PublishError

PATIENCE = 6 * 60 * 60.0
"""Seconds. A whole site of many gigabytes may take long; what stalls is ended earlier by the programs' own limits."""

OF_ANOTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_WORK_TREE",
)
"""What git tells its hooks of the repository they serve. Our own calls name theirs."""

SSH = "ssh -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
LONGEST_COMPLAINT = 2_000
LAST_WORDS = 20


class ProgramError(PublishError):
    """A program failed, with this exit `code`, or is not there."""

    def __init__(self, text: str, code: int = 0, **values: object) -> None:
        super().__init__(text, **values)
        self.code = code


def run(
    command: Sequence[str],
    *,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> bytes:
    """What `command` writes, with `given` as its input.

    Raises:
        ProgramError: it is not installed, it failed (with its last words), or `patience` seconds have passed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command, input=given, capture_output=True, env=_environment(environment), timeout=patience, check=False
        )
    except FileNotFoundError as error:
        raise ProgramError("no_program", program=command[0]) from error
    except subprocess.TimeoutExpired as error:
        raise ProgramError("too_slow", program=command[0], seconds=int(patience)) from error
    if done.returncode:
        raise _failed(command[0], done.returncode, done.stderr or done.stdout)
    return done.stdout


def follow(command: Sequence[str], listen: Callable[[str], None]) -> None:
    """Runs `command` and calls `listen` with each line of what it writes and complains of.

    Raises:
        ProgramError: as for `run`.
    """
    last: deque[bytes] = deque(maxlen=LAST_WORDS)
    with _started(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        with _ending(process):
            for line in process.stdout:
                last.append(line)
                listen(line.decode(errors="replace").rstrip("\r\n"))
    if process.returncode:
        raise _failed(command[0], process.returncode, b"".join(last))


def feed(command: Sequence[str], chunks: Iterable[bytes]) -> None:
    """Runs `command` and gives it `chunks`, one after the other, as its input.

    Raises:
        ProgramError: as for `run`.
    """
    with TemporaryFile() as words:
        with _started(command, stdin=subprocess.PIPE, stdout=words, stderr=words) as process:
            assert process.stdin is not None
            with _ending(process), suppress(BrokenPipeError):  # the program has ended: its exit code tells why
                for chunk in chunks:
                    process.stdin.write(chunk)
        words.seek(0)
        if process.returncode:
            raise _failed(command[0], process.returncode, words.read())


def _started(command: Sequence[str], **streams: Any) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, env=_environment(None), **streams)  # noqa: S603 - a list, no shell
    except FileNotFoundError as error:
        raise ProgramError("no_program", program=command[0]) from error


@contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ends the program when we cannot go on."""
    try:
        yield
    except BaseException:
        process.kill()
        raise


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_REPOSITORY}
    defaults = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": SSH, "RSYNC_RSH": SSH, "LC_ALL": "C.UTF-8"}
    return {**defaults, **kept, **(more or {})}


def _failed(program: str, code: int, words: bytes) -> ProgramError:
    said = words.decode(errors="replace").strip()[-LONGEST_COMPLAINT:]
    return ProgramError("program_failed", code, program=program, words=said or code)
