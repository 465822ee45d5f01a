"""What editors and time change in a registry: one record, one template, a midnight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import generator
from generator.problems import Report
from generator.records.yaml_text import read

_SCOPE = re.compile(r"^scope: (?:\|-\n  )?", re.MULTILINE)
_NAME = re.compile(r'^name: "', re.MULTILINE)
_END = re.compile(r'^valid_until: "(\d{4}-\d\d-\d\d)"', re.MULTILINE)
_TROUBLED = re.compile(r"kind: (?:suspended|revoked|cancelled)|^withdrawal:", re.MULTILINE)
TEMPLATE = "certificate.html"
DAYS = 400
"""How far ahead the midnights lie that may be measured; what is edited stays valid until well after them."""


class Registry:
    """The registry that is changed: its living certificates, and an enterprise that holds several of them."""

    def __init__(self, root: Path, at: date) -> None:
        self.root = root
        self.files = sorted((root / "registry" / "certificates").rglob("*.yaml"))
        self.living = list(self._living(at))
        holders = Counter(holder for _, holder in self.living)
        self.holder = max(sorted(holder for holder, count in holders.items() if count < 8), key=holders.__getitem__)
        self.held = holders[self.holder]

    def _living(self, at: date) -> Iterator[tuple[Path, str]]:
        """Certificates long in force, with their holders; of many files, some two thousand are looked at."""
        last = (at + timedelta(days=2 * DAYS)).isoformat()
        step = max(len(self.files) // 2000, 1)
        for path in self.files[::step]:
            text = path.read_text(encoding="utf-8")
            end = _END.search(text)
            if end and end[1] > last and _TROUBLED.search(text) is None:
                yield path, _value(text, "holder")

    def edit_scope(self, time: int) -> Path:
        """Another scope for one certificate."""
        path, _ = self.living[time]
        text = path.read_text(encoding="utf-8")
        path.write_text(_SCOPE.sub(lambda found: f"{found[0]}{time} ", text, count=1), encoding="utf-8")
        return path

    def suspend(self, time: int, at: date) -> Path:
        """A suspension for one certificate, so that its status changes."""
        path, _ = self.living[-1 - time]
        text = path.read_text(encoding="utf-8")
        event = f'  - kind: suspended\n    date: "{at}"\n    reason: "on request"\n'
        head, events, tail = text.partition("events:\n")
        lines = tail.splitlines(keepends=True)
        count = next((n for n, line in enumerate(lines) if not line.startswith(" ")), len(lines))
        path.write_text(head + events + "".join([*lines[:count], event, *lines[count:]]), encoding="utf-8")
        return path

    def rename(self, time: int) -> Path:
        """Another name for an enterprise that holds several certificates."""
        path = self.root / "registry" / "enterprises" / f"{self.holder}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(_NAME.sub(f'name: "{time}', text, count=1), encoding="utf-8")
        return path

    def change_template(self, time: int) -> Path:
        """The certificate's template with a comment at the end of its last block, as an operator would replace it."""
        path = self.root / "overrides" / TEMPLATE
        own = (Path(generator.__file__).parent / "templates" / TEMPLATE).read_text(encoding="utf-8")
        head, _, tail = own.rpartition("{% endblock")
        path.write_text(f"{head}<!-- {time} -->{{% endblock{tail}", encoding="utf-8")
        return path

    def ends(self) -> Counter[date]:
        """How many certificates have their last valid day on each day."""
        found: Counter[date] = Counter()
        for path in self.files:
            end = _END.search(path.read_text(encoding="utf-8"))
            if end:
                found[date.fromisoformat(end[1])] += 1
        return found


def _value(text: str, name: str) -> str:
    raw = read(text.encode(), Report(""))
    assert isinstance(raw, dict)
    return str(raw[name])


def busiest_night(ends: Counter[date], first: date, nights: int, wanted: int) -> date:
    """The day after which the next `nights` midnights each bring close to `wanted` endings."""
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return min(days, key=lambda day: sum(abs(ends[day + timedelta(days=n)] - wanted) for n in range(nights)))
