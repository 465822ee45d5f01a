"""Which parts of a project have changed, told by the operating system."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import Literal, get_args

from msgspec import Struct
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from generator.records.files import folder_of_records

Part = Literal["registry", "docs", "overrides", "mkdocs.yml"]
PARTS: tuple[Part, ...] = get_args(Part)
SETTLED = 0.05
"""Seconds of quiet after which a save counts as finished; editors write a file in several steps."""

LONGEST = 0.5
"""Seconds after which changes are reported though more keep coming."""

_LOOKS = frozenset({"opened", "closed_no_write"})
"""Events that only say that somebody has read a file. That a folder was modified, what is in it says better."""


class Changes(Struct, frozen=True):
    """The parts in which something has changed; and, where records alone have, the folders of records to look at."""

    parts: frozenset[Part] = frozenset(PARTS)
    folders: frozenset[str] | None = None


EVERYTHING = Changes()


class Watch:
    """Collects what changes below a project's folder until somebody asks."""

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.abspath(root))
        self._changed: dict[str, Part] = {}
        self._turn = Condition()
        self._closed = False

    def note(self, path: str) -> None:
        """Takes notice of a change at `path`, if it belongs to one of the parts."""
        place = os.path.relpath(path, self._root).replace(os.sep, "/")
        part = next((part for part in PARTS if part == place.partition("/")[0]), None)
        if part is not None:
            with self._turn:
                self._changed[place] = part
                self._turn.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed

    def changes(self, seconds: float) -> Changes | None:
        """What has changed since the last call, once it is quiet; None after so many seconds without a change."""
        with self._turn:
            if self._turn.wait_for(lambda: self._changed or self._closed, seconds):
                steps = range(int(LONGEST / SETTLED))
                any(self._closed or not self._turn.wait(SETTLED) for _ in steps)
            changed, self._changed = self._changed, {}
        return _summed_up(changed) if changed else None

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()


def _summed_up(changed: Mapping[str, Part]) -> Changes:
    folders = {folder_of_records(place) for place in changed}
    known = frozenset(folder for folder in folders if folder is not None)
    return Changes(frozenset(changed.values()), known if None not in folders else None)


class _Handler(FileSystemEventHandler):
    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _LOOKS and not (event.is_directory and event.event_type == "modified"):
            for path in (event.src_path, event.dest_path):
                if path:
                    self._watch.note(os.fsdecode(path))


@contextmanager
def watching(root: Path) -> Iterator[Watch]:
    """Watches the project at `root` while the context lasts.

    Where the system gives no notice (too many watches, a foreign file system), the folders are looked through
    instead, which takes longer.
    """
    watch = Watch(root)
    observer: BaseObserver = Observer()
    try:
        _start(observer, root, watch)
    except OSError:
        observer = PollingObserver()
        _start(observer, root, watch)
    try:
        yield watch
    finally:
        watch.close()
        observer.stop()
        observer.join()


def _start(observer: BaseObserver, root: Path, watch: Watch) -> None:
    handler = _Handler(watch)
    observer.schedule(handler, os.path.abspath(root), recursive=False)
    for part in PARTS:
        if (root / part).is_dir():
            observer.schedule(handler, os.path.abspath(root / part), recursive=True)
    observer.start()
