"""Large files: made of parts that are kept by their keys in the state folder, and written piece by piece."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import zip_longest
from pathlib import Path

from generator.build.manifest import Manifest
from generator.build.place import Place, existing_files
from generator.build.store import DamagedError
from generator.build.tasks import TaskError
from generator.plan.output import Checksums, Joined, Part, Planned
from generator.render.house import House

MARK = "parts"
BLOCK = 1 << 20


def stage_large(output: Joined, house: House, place: Place) -> tuple[bool, str]:
    """Writes a large file to staging, and gives its sum; it does not stay there if the site has the same."""
    staged, digest = place.staging / output.path, hashlib.sha256()
    staged.parent.mkdir(parents=True, exist_ok=True)
    with staged.open("wb") as file:
        for piece in output.join(make_part(part, house, place) for part in output.parts):
            digest.update(piece)
            file.write(piece)
    if not _alike(staged, place.site / output.path):
        return True, digest.hexdigest()
    staged.unlink()
    return False, digest.hexdigest()


def keep_own_parts(place: Place, manifest: Manifest, code: bytes) -> None:
    """Parts that another program made are not taken: `code` is the digest of this one."""
    if manifest.meta(MARK) != code.hex():
        shutil.rmtree(place.parts, ignore_errors=True)
        manifest.set_meta(MARK, code.hex())


def runs_of(planned: Iterable[Planned]) -> list[list[Part]]:
    """The parts of all large files; those made of the same values stand together, so that these are fetched once, and
    those equally far into their files near one another: they are made of the same records.
    """
    found: defaultdict[tuple[bytes, ...], list[Part]] = defaultdict(list)
    for parts in zip_longest(*(output.parts for output in planned if isinstance(output, Joined))):
        for part in filter(None, parts):
            found[tuple(item.digest for item in part.inputs)].append(part)
    return list(found.values())


def lacking_of(runs: Sequence[Sequence[Part]], house: House, place: Place) -> list[int]:
    """The runs, by their places, of which a part is not at hand."""
    kept = existing_files(place.parts)
    return [at for at, run in enumerate(runs) if not all(_name(part, house) in kept for part in run)]


def make_run(run: Sequence[Part], house: House, place: Place) -> None:
    """Makes the parts of one run.

    Raises:
        TaskError: they cannot be rendered.
        DamagedError: what they are made of cannot be read back.
    """
    with told(run[0].render.__qualname__):
        values = tuple(item.value for item in run[0].inputs)
        for part in run:
            _keep(part.render(house, *values), place.parts / _name(part, house))


@contextmanager
def told(what: str) -> Iterator[None]:
    """Whatever goes wrong is told with the name of `what` is being made.

    Raises:
        TaskError: it cannot be made.
        DamagedError: what it is made of cannot be read back.
    """
    try:
        yield
    except DamagedError:
        raise
    except Exception as error:
        raise TaskError(f"{what}: {type(error).__name__}: {error}") from error


def sweep_parts(place: Place, house: House, planned: Iterable[Planned]) -> None:
    """Removes the parts that none of the `planned` files is made of: these are all that are made of parts."""
    needed = {_name(part, house) for output in planned if isinstance(output, Joined) for part in output.parts}
    for name in existing_files(place.parts) - needed:
        (place.parts / name).unlink(missing_ok=True)


def make_part(part: Part, house: House, place: Place) -> bytes:
    kept = place.parts / _name(part, house)
    with suppress(OSError):
        return kept.read_bytes()
    content = part.content(house)
    _keep(content, kept)
    return content


def _keep(content: bytes, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}")  # whole or not at all: another process may be making the same
    fresh.write_bytes(content)
    fresh.replace(kept)


def _name(part: Part, house: House) -> str:
    return part.key(house).hex()


def sums(output: Checksums, place: Place, made: Mapping[str, str]) -> bytes:
    """Lines as `sha256sum` writes them: `made` has the sums of the large files made now, by path.

    Of the others only what is staged is read: the sum of any other file is known.
    """
    known = _known_sums(place.site / output.path)
    lines = []
    for item in output.files:
        name, staged = item.path.rpartition("/")[2], place.staging / item.path
        found = made.get(item.path) or (None if staged.exists() else known.get(name))
        lines.append(f"{found or _sum(staged if staged.exists() else place.site / item.path)}  {name}\n")
    return "".join(lines).encode()


def _known_sums(file: Path) -> dict[str, str]:
    with suppress(OSError, UnicodeDecodeError):
        lines = (line.partition("  ") for line in file.read_text(encoding="utf-8").splitlines())
        return {name: digest for digest, _, name in lines}
    return {}


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _alike(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes; false where the other is missing."""
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as left, other.open("rb") as right:
            return all(left.read(BLOCK) == right.read(BLOCK) for _ in range(0, one.stat().st_size, BLOCK))
    except OSError:
        return False
