"""``rsync:HOST:PATH``: a folder on another machine, by ssh or from an rsync daemon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator.publish.mark import FILE
from generator.publish.program import ProgramError, follow, run
from generator.publish.remote import Heard
from generator.render import urls

NOT_ALL = 23
"""The exit code of a run in which some file was not found; RERR_PARTIAL in rsync's manual."""

QUIET = "--timeout=120"
COPY = (
    "rsync",
    "--recursive",
    "--times",
    "--omit-dir-times",
    "--perms",
    "--chmod=D755,F644",
    "--delay-updates",
    "--8-bit-output",
    QUIET,
)
"""`--delay-updates`: files arrive aside and take their places together, at the end."""


class Rsync(Struct, frozen=True):
    """The courier for `place`, as rsync writes it: ``host:path`` or ``rsync://host/module``."""

    place: str

    def fetch(self, name: str) -> bytes | None:
        with TemporaryDirectory(prefix="lixin-") as folder:
            copy = Path(folder) / name
            try:
                run(("rsync", QUIET, f"{self._root}{name}", str(copy)))
            except ProgramError as error:
                if error.code == NOT_ALL:
                    return None
                raise
            return copy.read_bytes()

    def finds_anything(self) -> bool:
        try:
            found = run(("rsync", QUIET, "--list-only", self._root))
        except ProgramError as error:
            if error.code == NOT_ALL:
                return False
            raise
        return any(not line.endswith(b" .") for line in found.splitlines())

    def put(self, name: str, content: bytes) -> None:
        with TemporaryDirectory(prefix="lixin-") as folder:
            (Path(folder) / name).write_bytes(content)
            run((*COPY, "--ignore-times", f"{folder}/{name}", self._root))

    def send(self, site: Path, paths: Sequence[str], heard: Heard) -> None:
        with _listed(paths) as names:
            self._follow(("--ignore-times", *names, f"{site}/"), heard)

    def remove(self, paths: Sequence[str]) -> None:
        with _listed(paths) as names, TemporaryDirectory(prefix="lixin-") as nothing:
            for path in paths:  # rsync looks for a missing file in folders that exist
                (Path(nothing) / path).parent.mkdir(parents=True, exist_ok=True)
            run((*COPY, "--delete-missing-args", *names, f"{nothing}/", self._root))

    def mirror(self, site: Path, heard: Heard) -> None:
        kept = (f"--exclude=/{urls.ASSETS}", f"--exclude=/{FILE}")
        self._follow(("--checksum", "--delete-after", *kept, f"{site}/"), heard)

    @property
    def _root(self) -> str:
        return self.place.rstrip("/") + "/"

    def _follow(self, options: Sequence[str], heard: Heard) -> None:
        def listen(line: str) -> None:
            what, _, path = line.partition(" ")
            if what in ("send", "del.") and not path.endswith("/"):
                heard(path, what == "send")

        follow((*COPY, "--out-format=%o %n", "--info=del", *options, self._root), listen)


@contextmanager
def _listed(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options that name exactly these files."""
    with TemporaryDirectory(prefix="lixin-") as folder:
        names = Path(folder) / "names"
        names.write_bytes(b"\0".join(path.encode() for path in paths) + b"\0")
        yield f"--files-from={names}", "--from0"
