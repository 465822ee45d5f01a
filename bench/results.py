"""What was measured, as rows in a file: a later run of a size takes the place of the earlier one."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: `wall` and `cpu` in seconds, `peak` in MiB, `load` of the machine before it."""

    contestant: str
    case: str
    size: int
    run: int
    wall: float
    cpu: float
    peak: float
    load: float
    files: int = 0
    bytes: int = 0
    written: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Size:
    """All rows of one number of certificates, with how they came about.

    `facts` are sizes: files and bytes of the registry and of the build's state, the largest folder in entries, the
    largest file in bytes.
    """

    size: int
    enterprises: int
    day: str
    command: str
    revision: str
    flips: int
    held: int
    rows: tuple[Row, ...]
    facts: Mapping[str, int] = field(default_factory=dict)

    def of(self, contestant: str, case: str = "cold") -> tuple[Row, ...]:
        return tuple(row for row in self.rows if (row.contestant, row.case) == (contestant, case))

    def median(self, contestant: str, case: str, value: Callable[[Row], float]) -> float | None:
        """The median over the runs; None if there was none."""
        found = [value(row) for row in self.of(contestant, case)]
        return statistics.median(found) if found else None


def machine() -> dict[str, object]:
    """The machine in the words of its own kernel."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    python = platform.python_version()
    if sys.base_prefix == "/usr":  # the system's own: built with more care than most, so its name belongs to the figure
        python = f"{python} ({platform.freedesktop_os_release()['PRETTY_NAME']})"
    return {"cores": os.cpu_count(), "memory": round(memory), "python": python}


def read_machine(file: Path = FILE) -> dict[str, object]:
    """The machine of the last measurement; this one where there was none."""
    if not file.exists():
        return machine()
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))["machine"]
    return found


def read_sizes(file: Path = FILE) -> list[Size]:
    """Every size that was measured, smallest first."""
    if not file.exists():
        return []
    found = json.loads(file.read_text(encoding="utf-8"))["sizes"]
    return sorted((_size(item) for item in found), key=lambda size: size.size)


def keep(size: Size, file: Path = FILE) -> None:
    """Puts the rows of one size into the file."""
    sizes: Sequence[Size] = [item for item in read_sizes(file) if item.size != size.size] + [size]
    content = {"machine": machine(), "sizes": [asdict(item) for item in sorted(sizes, key=lambda item: item.size)]}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _size(item: Mapping[str, Any]) -> Size:
    return Size(**{**item, "rows": tuple(Row(**row) for row in item["rows"])})
