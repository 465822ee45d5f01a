"""What the site takes over from files: pictures of the registry, the program's assets, and the editorial pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.build.manifest import Manifest
from generator.build.place import Place, existing_files
from generator.model.keyed import Keyed, digest_of
from generator.plan.output import Copy
from generator.plan.site import Carried
from generator.records.media import FOLDER
from generator.render import urls
from generator.render.house import asset_files, asset_mark

MARK = "editorial"


@dataclass(frozen=True, slots=True)
class Editorial:
    """The pages written as articles: `make` renders them all into an empty folder, again when `fingerprint` changes."""

    fingerprint: str
    make: Callable[[Path], None]


def carried_files(root: Path, place: Place, manifest: Manifest, editorial: Editorial, media: Sequence[str]) -> Carried:
    """Everything to carry over; editorial pages are made first if they have to be."""
    folder = _made(place, manifest, editorial)
    pages = {path: folder / path for path in sorted(existing_files(folder)) if not path.startswith(".")}
    front = pages.pop(urls.HOME, None)
    home = Keyed(text := front.read_text(encoding="utf-8"), digest_of(text.encode())) if front else None
    copies = [_copy(path, source) for path, source in pages.items()]
    copies += [_copy(urls.media(name), root / FOLDER / name) for name in media]
    copies += [_asset(name, source) for name, source in asset_files(root / "overrides").items()]
    return Carried(tuple(copies), home)


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
