"""One publication: the target is held, a later commit is left alone, what changed is sent, and a summary is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from generator.build.place import Place, existing_files, opened
from generator.build.stages import Progress
from generator.publish.commits import Revision, is_later
from generator.publish.delivery import Delivery, Sent, Source, plan_changes, plan_whole
from generator.publish.failure import PublishError
from generator.publish.mark import Mark
from generator.publish.target import Target


class Order(Struct, frozen=True):
    """What is to be published: a built site, the repository it was built from, and the commit."""

    place: Place
    root: Path
    revision: Revision
    address: str
    adopt: bool = False


class Published(Struct, frozen=True):
    """What a publication did. `mark` is what visitors see now; `superseded`: they saw a later commit and still do."""

    mark: Mark
    sent: Sent
    seconds: float
    superseded: bool = False


def publish(order: Order, target: Target, progress: Progress) -> Published:
    """Brings `target` up to date with a site that has been built.

    Raises:
        PublishError, OSError: visitors see what they saw before.
    """
    started = perf_counter()
    with target.held():
        live = _accepted(order, target)
        if live is not None and is_later(order.root, live.commit.rstrip("+"), order.revision.commit):
            return Published(live, Sent(0, 0, 0), _since(started), superseded=True)
        with source_of(order.place) as source:
            mark = _mark(order, source)
            sent = target.send(source, mark, lambda done, total: progress("send", done, total))
    return Published(mark, sent, _since(started))


def preview(order: Order, target: Target) -> Delivery:
    """What a publication would send and remove; nothing is changed.

    Raises:
        PublishError, OSError: the target cannot be asked, or would refuse.
    """
    live = _accepted(order, target)
    with source_of(order.place) as source:
        touched = source.changed_since(live.stand) if live else None
        if touched is None:
            return plan_whole(existing_files(source.site))
        return plan_changes(touched, lambda path: (source.site / path).is_file())


@contextmanager
def source_of(place: Place) -> Iterator[Source]:
    """The site at `place`, held still: no build changes it meanwhile."""
    with opened(place, adopt=False) as manifest:
        yield Source(place.site, manifest.stand, manifest.changed_since)


def _accepted(order: Order, target: Target) -> Mark | None:
    """The live mark, once it is sure that the target is ours to change."""
    live = target.live()
    if order.adopt:
        return live
    if live is None and target.occupied():
        raise PublishError("occupied")
    if live is not None and live.address != order.address:
        raise PublishError("other_site", address=live.address, own=order.address)
    return live


def _mark(order: Order, source: Source) -> Mark:
    commit = order.revision.commit + ("+" if order.revision.edited else "")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Mark(source.stand.site, source.stand.build, commit, now, order.address)


def _since(started: float) -> float:
    return round(perf_counter() - started, 3)
