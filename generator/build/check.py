"""The whole check of a project: files, fields, and the rules between records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from generator.model.nearest import nearest
from generator.model.registry import Registry, registry_of
from generator.model.rules import check_registry
from generator.problems import Problem, in_order, problem
from generator.problems.catalogue import is_error
from generator.records.load import load
from generator.records.media import FOLDER, Media, scan_media
from generator.records.record import Record
from generator.records.yaml_text import place_problems
from generator.render.families import FAMILIES
from generator.schema.kinds import KINDS
from generator.settings import SETTING_NAMES, SettingsError, read_settings

if TYPE_CHECKING:
    from generator.build.store import Store  # a check without a site has no use for it


class Checked(Struct, frozen=True):
    """A registry and all its problems, sorted by place. With errors among them the registry may lack records."""

    registry: Registry
    records: tuple[Record[Any], ...]
    media: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return any(map(is_error, self.problems))


def check_project(root: Path, at: date) -> Checked:
    """Reads and checks everything under `root`, as of `at`; never stops at the first problem."""
    loaded = load(root)
    registry = registry_of(loaded.records)
    media = scan_media(root)
    found = [*check_registry(registry, loaded.records, at), *missing_media(loaded.records, pictures_of(media))]
    found = [item for item in found if not _is_there(item, loaded.unread)]
    problems = [*loaded.problems, *media.problems, *_unused_settings(root), *with_lines(root, found)]
    return Checked(registry, loaded.records, media.names, tuple(in_order(problems)))


def problems_of(root: Path, store: Store, media: Media, misplaced: Iterable[Problem]) -> list[Problem]:
    """The same problems, of a registry that is in the store; `misplaced` are those of files that are no records."""
    unread = store.unread()
    found = (item for item in store.problems() if not _is_there(item, unread))
    return in_order([*misplaced, *found, *media.problems, *_unused_settings(root)])


def pictures_of(media: Media) -> frozenset[str]:
    """The names of all pictures that are there, broken ones too: those have problems of their own."""
    return frozenset(media.names) | {item.file.removeprefix(f"{FOLDER}/") for item in media.problems}


UNKNOWN = {
    "unknown-holder": "enterprise",
    "unknown-enterprise": "enterprise",
    "unknown-issuer": "issuer",
    "unknown-scheme": "scheme",
    "unknown-standard": "standard",
    "unknown-notice": "notice",
    "unknown-parent": "certificate",
}
"""The kind that each of these problems looked for."""


def _is_there(found: Problem, unread: frozenset[tuple[str, str]]) -> bool:
    """Whether a record said to be unknown is there and only broken: that has a problem of its own."""
    return (UNKNOWN.get(found.code, ""), dict(found.values).get("value", "")) in unread


def missing_media(records: Iterable[Record[Any]], names: frozenset[str]) -> Iterator[Problem]:
    """A picture that a record names must be in registry/media."""
    for record in records:
        shape = KINDS[record.kind].shape
        for reference in shape.references(record.value) if "media" in shape.mentions else ():
            if reference.kind == "media" and reference.id not in names:
                yield problem("missing-media", record.file, reference.place, value=reference.id)


def _unused_settings(root: Path) -> Iterator[Problem]:
    """A setting, or a family of outputs, whose name nothing knows: mistyped, it would silently do nothing."""
    try:
        settings = read_settings(root)
    except SettingsError:
        return
    for name in settings.unknown:
        yield problem("unused-settings", "mkdocs.yml", (), name=name, nearest=nearest(name, SETTING_NAMES))
    for name in settings.without:
        if name not in FAMILIES:
            known = {"nearest": nearest(name, FAMILIES), "choices": ", ".join(FAMILIES)}
            yield problem("unknown-family", "mkdocs.yml", (), value=name, **known)


def with_lines(root: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Reads each file that has problems once more, to say where they stand."""
    by_file: defaultdict[str, list[Problem]] = defaultdict(list)
    for item in problems:
        by_file[item.file].append(item)
    for file, items in by_file.items():
        try:
            yield from place_problems((root / file).read_bytes(), items)
        except OSError:
            yield from items
