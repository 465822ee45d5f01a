"""Targets on another machine, reached by a courier: a program that copies files there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from generator.build.place import existing_files
from generator.publish.delivery import Sent, Source, bytes_of, plan_changes, plan_whole
from generator.publish.mark import FILE, Mark, read_mark
from generator.publish.target import Report

Heard = Callable[[str, bool], None]
"""Called with each path that has travelled, and whether it was sent (or else removed)."""


class Courier(Protocol):
    """What a copying program does for us. Each call may raise PublishError and leaves whole files behind."""

    def fetch(self, name: str) -> bytes | None:
        """The content of one small file; None when it is not there."""

    def finds_anything(self) -> bool:
        """Whether any file stands at the target."""

    def put(self, name: str, content: bytes) -> None:
        """Writes one small file."""

    def send(self, site: Path, paths: Sequence[str], heard: Heard) -> None:
        """Copies these files, whatever the target has in their place."""

    def remove(self, paths: Sequence[str]) -> None:
        """Removes these files; some may be gone already."""

    def mirror(self, site: Path, heard: Heard) -> None:
        """Makes everything but assets and mark equal, comparing content, and removes what else stands there."""


class Remote(Struct, frozen=True):
    """A target behind `courier`. The mark travels last, so that a run cut short is repeated whole by the next."""

    courier: Courier

    def held(self) -> AbstractContextManager[None]:
        """No lock: copying is serialised by the site's own, and machines that share a target must take turns."""
        return nullcontext()

    def live(self) -> Mark | None:
        return read_mark(self.courier.fetch(FILE) or b"")

    def occupied(self) -> bool:
        return self.courier.finds_anything()

    def send(self, source: Source, mark: Mark, report: Report) -> Sent:
        live = self.live()
        touched = source.changed_since(live.stand) if live else None
        if touched is None:
            plan = plan_whole(existing_files(source.site))
        else:
            plan = plan_changes(touched, lambda path: (source.site / path).is_file())
        sent: set[str] = set()
        removed: set[str] = set(plan.remove)

        def heard(path: str, came: bool) -> None:
            (sent if came else removed).add(path)
            report(len(sent), len(plan.send))

        for paths in (plan.assets, () if plan.whole else plan.pages):
            if paths:
                self.courier.send(source.site, paths, heard)
        if plan.whole:
            self.courier.mirror(source.site, heard)
        elif plan.remove:
            self.courier.remove(plan.remove)
        if mark != live:
            self.courier.put(FILE, mark.written())
        return Sent(len(sent), len(removed), bytes_of(source.site, sent))
