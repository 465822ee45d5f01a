"""What a change does to the status of certificates: on the day of looking, and on any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator.difference.sides import Side, Sides
from generator.model.status import Change, Schedule, Verdict, schedule, status_at


class Flip(Struct, frozen=True):
    """How the status of one certificate differs. `before` and `after` are those of the day of looking, None where the
    certificate is not there or is withdrawn; `gone` and `come` the turns of its schedule on one side only.
    """

    number: str
    before: Change | None
    after: Change | None
    gone: tuple[Change, ...]
    come: tuple[Change, ...]

    @property
    def today(self) -> bool:
        """Whether the status of the day of looking itself is another."""
        return _verdict(self.before) != _verdict(self.after)


def flips(sides: Sides, at: date) -> Iterator[Flip]:
    """Every certificate whose status differs on some day, those first that differ on `at`; each group by number."""
    numbers = sorted(sides.base.registry.certificates.keys() | sides.head.registry.certificates.keys())
    found = [flip for number in numbers if (flip := _flip(sides, number, at)) is not None]
    yield from sorted(found, key=lambda flip: not flip.today)


def _flip(sides: Sides, number: str, at: date) -> Flip | None:
    old, new = _schedule(sides.base, number), _schedule(sides.head, number)
    if old == new or ("certificate", number) in sides.head.broken:
        return None
    gone = tuple(turn for turn in old if turn not in new and turn.on > date.min)
    come = tuple(turn for turn in new if turn not in old and turn.on > date.min)
    return Flip(number, status_at(old, at) if old else None, status_at(new, at) if new else None, gone, come)


def _schedule(side: Side, number: str) -> Schedule:
    """Empty for a certificate that is not there, or withdrawn."""
    record = side.registry.certificates.get(number)
    if record is None or record.value.withdrawal is not None:
        return ()
    issuer = side.registry.issuers.get(record.value.issuer)
    return schedule(record.value, issuer.value if issuer else None)


def _verdict(change: Change | None) -> Verdict | None:
    return change.verdict if change else None
