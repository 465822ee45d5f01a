"""What the site takes over from files: pictures of the registry, the program's assets, and the editorial pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import time_ns

from msgspec import Struct

from generator.build.manifest import Manifest
from generator.build.place import Place, existing_files
from generator.build.reading import FRESH
from generator.model.keyed import Keyed, digest_of
from generator.paper.typefaces import Typefaces
from generator.plan.output import Copy
from generator.plan.site import Carried
from generator.records.media import FOLDER
from generator.render import urls
from generator.render.house import asset_files, asset_mark

MARK = "editorial"


class Editorial(Struct, frozen=True):
    """The pages written as articles: `make` renders them all into an empty folder, again when `fingerprint` changes."""

    fingerprint: str
    make: Callable[[Path], None]


def carried_files(
    root: Path,
    place: Place,
    manifest: Manifest,
    editorial: Editorial,
    media: Mapping[str, str],
    faces: Typefaces | None,
) -> Carried:
    """Everything to carry over; editorial pages are made first if they have to be. `media` are pictures with stamps."""
    folder = _made(place, manifest, editorial)
    pages = {path: folder / path for path in sorted(existing_files(folder)) if not path.startswith(".")}
    front = pages.pop(urls.HOME, None)
    home = Keyed(text := front.read_text(encoding="utf-8"), digest_of(text.encode())) if front else None
    copies = [_copy(path, source) for path, source in pages.items()]
    copies += [Copy(urls.media(name), root / FOLDER / name, digest_of(stamp.encode())) for name, stamp in media.items()]
    copies += [_asset(name, source) for name, source in asset_files(root / "overrides").items()]
    return Carried(tuple(copies), home, faces)


def carried_mark(editorial: Editorial, media: Mapping[str, str]) -> str:
    """Changes when a file to carry over may have changed, assets apart: those are part of the house."""
    return digest_of(editorial.fingerprint.encode(), repr(sorted(media.items())).encode()).hex()


def media_stamps(root: Path, names: Iterable[str]) -> dict[str, str]:
    """For each picture what tells a changed one without reading it; one as young as `FRESH` never looks the same."""
    return {name: _stamp((root / FOLDER / name).lstat()) for name in names}


def _stamp(found: os.stat_result) -> str:
    times = (found.st_mtime_ns, found.st_ctime_ns)
    young = time_ns() if max(times) > time_ns() - FRESH else 0
    return repr((found.st_size, *times, found.st_ino, young))


def _made(place: Place, manifest: Manifest, editorial: Editorial) -> Path:
    """The folder with the editorial pages, made anew when what they are made from has changed."""
    if manifest.meta(MARK) == editorial.fingerprint and place.editorial.is_dir():
        return place.editorial
    fresh = place.state / "editorial.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    editorial.make(fresh)
    manifest.set_meta(MARK, "")
    shutil.rmtree(place.editorial, ignore_errors=True)
    fresh.rename(place.editorial)
    manifest.set_meta(MARK, editorial.fingerprint)
    return place.editorial


def _asset(name: str, source: Path) -> Copy:
    return _copy(urls.asset(name, asset_mark(source.read_bytes())), source)


def _copy(path: str, source: Path) -> Copy:
    return Copy(path, source, digest_of(source.read_bytes()))
