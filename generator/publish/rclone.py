"""``rclone:REMOTE:PATH``: object stores and drives, by the names that `rclone config` has given them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator.publish.mark import FILE
from generator.publish.program import ProgramError, follow, run
from generator.publish.remote import Heard
from generator.render import urls

NOT_FOUND = (3, 4)
"""Exit codes for a folder and a file that is not there."""

LIMITS = ("--contimeout=15s", "--timeout=2m", "--retries=3", "--low-level-retries=3", "--ask-password=false")


class Rclone(Struct, frozen=True):
    """The courier for `place`, as rclone writes it: ``remote:path``."""

    place: str

    def fetch(self, name: str) -> bytes | None:
        try:
            return run(("rclone", "cat", *LIMITS, self._path(name)))
        except ProgramError as error:
            if error.code in NOT_FOUND:
                return None
            raise

    def finds_anything(self) -> bool:
        try:
            return bool(run(("rclone", "lsf", "--max-depth=1", *LIMITS, self.place)).strip())
        except ProgramError as error:
            if error.code in NOT_FOUND:
                return False
            raise

    def put(self, name: str, content: bytes) -> None:
        run(("rclone", "rcat", *LIMITS, self._path(name)), given=content)

    def send(self, site: Path, paths: Sequence[str], heard: Heard) -> None:
        with _listed(paths) as names:
            self._follow(("copy", "--ignore-times", "--no-traverse", names, str(site), self.place), heard)

    def remove(self, paths: Sequence[str]) -> None:
        with _listed(paths) as names:
            run(("rclone", "delete", *LIMITS, names, self.place))

    def mirror(self, site: Path, heard: Heard) -> None:
        kept = (f"--exclude=/{urls.ASSETS}**", f"--exclude=/{FILE}")
        self._follow(("sync", "--checksum", "--delete-after", *kept, str(site), self.place), heard)

    def _path(self, name: str) -> str:
        return self.place + name if self.place.endswith((":", "/")) else f"{self.place}/{name}"

    def _follow(self, command: Sequence[str], heard: Heard) -> None:
        def listen(line: str) -> None:
            said = _entry(line)
            if said.get("msg", "").startswith(("Copied", "Deleted")):
                heard(said.get("object", ""), said["msg"].startswith("Copied"))

        follow(("rclone", *LIMITS, "--verbose", "--use-json-log", "--stats=0", *command), listen)


def _entry(line: str) -> dict[str, str]:
    """One line of rclone's log, where it is one."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return {key: str(value) for key, value in found.items()} if isinstance(found, dict) else {}


@contextmanager
def _listed(paths: Sequence[str]) -> Iterator[str]:
    """The option that names exactly these files."""
    with TemporaryDirectory(prefix="lixin-") as folder:
        names = Path(folder) / "names"
        names.write_text("\n".join(paths) + "\n", encoding="utf-8")
        yield f"--files-from-raw={names}"
