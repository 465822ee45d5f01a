"""The house of every record page: settings, interface strings, templates and assets, opened once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, TemplateNotFound, meta
from msgspec import Struct
from msgspec.structs import fields

from generator import language
from generator.language import Strings
from generator.render import urls
from generator.render.environment import TEMPLATES, KeptTemplates, open_environment
from generator.render.folding import FoldingEnvironment
from generator.schema import industries, regions
from generator.settings import Settings

ASSETS = TEMPLATES.parent / "assets"
LANGUAGE = TEMPLATES.parent / "language"


class House(Struct, frozen=True):
    """What page functions share. `digest` covers templates, assets, interface strings and settings."""

    settings: Settings
    t: Strings
    environment: Environment
    assets: Mapping[str, str]
    digest: bytes
    ground: bytes
    """Digest of what every page rests on whatever its template: interface strings, settings, asset addresses."""
    environment_at: Callable[[str], FoldingEnvironment]
    """The environment of the pages whose way to the site's root is the given one: it knows base, link and asset."""
    compiled: Path | None = None
    """The folder of compiled templates and plates of QR codes: another one when anything in them may be different."""

    def digest_of(self, template: str) -> bytes:
        """Digest of a template with all it extends, includes and imports, and of the ground it rests on."""
        seen: dict[str, str] = {}
        self._collect(template, seen)
        parts = (f"{name}\0{source}" for name, source in sorted(seen.items()))
        return _digest(self.ground, *(part.encode() for part in parts))

    def render(self, template: str, path: str, *, base: str | None = None, **values: object) -> bytes:
        """The page at `path`. `base`, the way to the site's root, is worked out unless given."""
        return self.render_text(template, path, base=base, **values).encode()

    def render_text(self, template: str, path: str, *, base: str | None = None, **values: object) -> str:
        environment = self.environment_at(urls.base(path) if base is None else base)
        canonical = urls.absolute(self.settings.url, path)
        return environment.render(template, {"path": path, "canonical": canonical, **values})

    def surroundings(self, path: str) -> dict[str, object]:
        """What `render` adds to the values of a page, for whom renders it in `environment`: path, base, canonical,
        link(target), asset(name).
        """
        canonical = urls.absolute(self.settings.url, path)
        return {"path": path, "canonical": canonical, **_place(self.assets, urls.base(path))}

    @property
    def absolute_base(self) -> str:
        """The site's root as a path on its host: ``/`` or ``/sub/``; for the 404 page, shown at any depth."""
        return urlsplit(self.settings.url).path or "/"

    def _collect(self, name: str, seen: dict[str, str]) -> None:
        if name in seen or self.environment.loader is None:
            return
        source, _, _ = self.environment.loader.get_source(self.environment, name)
        seen[name] = source
        for reference in meta.find_referenced_templates(self.environment.parse(source)):
            if reference is None:
                raise TemplateNotFound(name, f"{name}: a template's name must be written out, not computed")
            self._collect(reference, seen)


def open_house(settings: Settings, overrides: Path | None, kept: Path | None = None, program: bytes = b"") -> House:
    """The house for `settings`; templates in the folder `overrides`, if given, win over the package's.

    Below the folder `kept`, if given, compiled templates are looked for and left; `program` stands for what compiles
    them.
    """
    known = _known(settings)
    environment = open_environment(overrides, known)
    files = asset_files(overrides)
    assets = MappingProxyType({name: asset_mark(path.read_bytes()) for name, path in files.items()})
    ground = _digest(
        *(path.read_bytes() for path in _files(LANGUAGE) if path.suffix == ".yaml"),
        *(f"{item.name}={getattr(settings, item.name)!r}".encode() for item in fields(settings)),
        *(f"{name}={mark}".encode() for name, mark in sorted(assets.items())),
    )
    digest = _digest(ground, *(source.encode() for source in _sources(environment)))
    compiled = kept / _digest(program, digest).hex()[:16] if kept else None
    asked: dict[str, frozenset[str]] = {}
    return House(
        settings=settings,
        t=language.strings(settings.language),
        environment=environment,
        assets=assets,
        digest=digest,
        ground=ground,
        environment_at=cache(
            lambda base: open_environment(overrides, known | _place(assets, base), asked, _kept(compiled, base))
        ),
        compiled=compiled,
    )


def _known(settings: Settings) -> dict[str, object]:
    """What every template may use wherever its page stands."""
    own, other = settings.language, "en" if settings.language == "zh" else "zh"
    return {
        "site": settings,
        "t": language.strings(own),
        "other": language.strings(other),
        "lang": own,
        "other_lang": other,
        "urls": urls,
        "label": cache(lambda name: language.label(name, own)),
        "label_other": cache(lambda name: language.label(name, other)),
        "choice": cache(lambda name, value: language.choice(name, value, own)),
        "choice_other": cache(lambda name, value: language.choice(name, value, other)),
        "region": cache(lambda code: regions.name(code) if own == "zh" else regions.province(code, own)),
        "industry": cache(lambda section: industries.name(section, own)),
        "named": partial(_named, own == "en"),
        "named_other": partial(_named_other, own == "en"),
    }


def _named(english: bool, record: Any) -> str:
    """What a record is called on the page, in the page's language where it has a name in that."""
    return str((english and _in_english(record)) or _in_chinese(record))


def _named_other(english: bool, record: Any) -> str:
    """The record's name in the other language; empty where it has but one."""
    second = _in_english(record)
    return str(_in_chinese(record) if english and second else second or "")


def _in_chinese(record: Any) -> str:
    return str(record.title if hasattr(record, "title") else record.name)


def _in_english(record: Any) -> str | None:
    found: str | None = record.title_en if hasattr(record, "title_en") else record.name_en
    return found


def _kept(compiled: Path | None, base: str) -> KeptTemplates | None:
    return KeptTemplates(str(compiled), f"{_digest(base.encode()).hex()[:8]}-%s") if compiled else None


def _place(assets: Mapping[str, str], base: str) -> dict[str, object]:
    """What every template may use on the pages whose way to the root is `base`."""
    return {"base": base, "link": partial(urls.link, base), "asset": partial(_asset, base, assets)}


def asset_mark(content: bytes) -> str:
    """What stands for the content of an asset in its address: eight hexadecimal digits."""
    return _digest(content).hex()[:8]


def asset_files(overrides: Path | None) -> dict[str, Path]:
    """Every asset by its name: the package's, and those in `overrides`/assets, which win."""
    folders = [ASSETS] if overrides is None else [ASSETS, overrides / "assets"]
    return {path.name: path for folder in folders if folder.is_dir() for path in _files(folder)}


def _sources(environment: Environment) -> Iterator[str]:
    loader = environment.loader
    if loader is None:
        return
    for name in sorted(environment.list_templates(filter_func=lambda name: not name.startswith("assets/"))):
        with suppress(UnicodeDecodeError):  # a picture is no template
            source = loader.get_source(environment, name)[0]
            yield from (name, source)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _digest(*parts: bytes) -> bytes:
    """SHA-256 over the parts, each with its length, so that no two lists of parts share a digest by accident."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.digest()


def _asset(base: str, assets: Mapping[str, str], name: str) -> str:
    return f"{base}{urls.asset(name, assets[name])}"
