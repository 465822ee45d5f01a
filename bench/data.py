"""One changed certificate in the open data of a large registry, in one process: `bench/data.py [CERTIFICATES]`."""

from __future__ import annotations

import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent.parent))

from generator.build.parts import stage_large, sums
from generator.build.place import Place, place_of
from generator.model.keyed import digest_of
from generator.model.registry import Registry, registry_of
from generator.model.summaries import Summaries
from generator.plan.data import MadeRuns, OpenData
from generator.plan.output import Checksums, Joined, Output, Planned
from generator.records.record import Record
from generator.render.house import House, open_house
from generator.settings import Settings
from tests.model import made

CERTIFICATES = 100_000
AT = date(2026, 11, 22)


def records(count: int) -> Iterator[Record[Any]]:
    """`count` certificates of half as many enterprises."""
    yield from (made.record(value) for value in (made.STANDARD, made.SCHEME, made.ISSUER, made.NOTICE))
    for number in range(count // 2):
        code = f"9{number:017}"
        yield record(replace(made.ENTERPRISE, credit_code=code, introduction="云栖" * 150), "enterprise", code)
    for number in range(count):
        id = f"DEMO-{number:07}"
        value = made.certificate(number=id, holder=f"9{number // 2:017}", scope="家电销售的售后服务" * 6)
        yield record(value, "certificate", id)


def record(value: Any, kind: str, id: str) -> Record[Any]:
    return Record(kind, id, value, digest_of(repr(value).encode()), f"registry/{id}.yaml")


def timed(what: str, since: float) -> None:
    print(f"{what:28}{process_time() - since:8.2f} s")


def planned(registry: Registry, house: House) -> list[Planned]:
    summaries = Summaries(registry, house.t, "zh")
    summaries.schedules, summaries.enterprises, summaries.certificates  # noqa: B018 - not what is timed here
    since = process_time()
    outputs = list(OpenData(summaries, AT, MadeRuns(summaries, AT)).outputs())
    timed("plan", since)
    return outputs


def written(outputs: Sequence[Planned], house: House, place: Place) -> None:
    """Renders the outputs, and then moves them all into the site."""
    start, made = process_time(), dict[str, str]()
    for output in outputs:
        since, staged = process_time(), place.staging / output.path
        if isinstance(output, Joined):
            made[output.path] = stage_large(output, house, place)[1]
            timed(f"  {output.path}", since)
        elif isinstance(output, Checksums):
            staged.write_bytes(sums(output, place, made))
        elif isinstance(output, Output):
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(output.content(house))
    timed("all files", start)
    shutil.copytree(place.staging, place.site, dirs_exist_ok=True)
    shutil.rmtree(place.staging)


def main(count: int) -> None:
    house = open_house(Settings(name="bench", url="https://lixin.example/"), None)
    registry = registry_of(records(count))
    changed = dict(registry.certificates)
    first = next(iter(changed))
    changed[first] = record(replace(changed[first].value, scope="新的范围"), "certificate", first)
    with tempfile.TemporaryDirectory() as folder:
        place = place_of(Path(folder) / "site")
        print(f"{count:,} certificates, all files new")
        before = planned(registry, house)
        written(before, house, place)
        print("one certificate changed")
        after = planned(dataclasses.replace(registry, certificates=changed), house)
        written([new for old, new in zip(before, after, strict=True) if old.key(house) != new.key(house)], house, place)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CERTIFICATES)
