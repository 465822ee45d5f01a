"""Pages a second of each kind, on one core, against a bare Jinja2 page of the same size.

Called as ``python bench/render.py [--root DIR] [--seconds S]``. The registry at DIR is read and planned once; then
the outputs of each kind are rendered over and over for S seconds. Nothing is written. The bare page holds as many
escaped values per kilobyte as a certificate's page and nothing else: no macros, no words, no inheritance.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import inf
from os import getloadavg
from pathlib import Path

from jinja2 import Environment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from generator.build.check import check_project
from generator.build.clock import registry_today
from generator.plan.output import Output
from generator.plan.site import Carried, plan_site
from generator.render.house import House, open_house
from generator.settings import read_settings

HERE = Path(__file__).resolve().parent.parent
BYTES_PER_VALUE = 180
"""Bytes of a certificate's page for each value of the record that it shows."""


def planned(root: Path) -> tuple[House, dict[str, list[Output]]]:
    """The house, and the outputs of the registry at `root` by the name of their renderer."""
    at = registry_today()
    settings = read_settings(root)
    house = open_house(settings, root / "overrides")
    kinds: defaultdict[str, list[Output]] = defaultdict(list)
    for output in plan_site(check_project(root, at).registry, house, at, Carried()):
        if isinstance(output, Output):
            kinds[output.render.__name__].append(output)
    return house, kinds


def cost(make: Callable[[int], bytes], pages: int, seconds: float) -> tuple[float, float]:
    """Processor seconds a page, in the best of many rounds, and bytes a page. The first round compiles templates."""
    size = sum(len(make(number)) for number in range(pages)) / pages
    best, ends = inf, time.process_time() + seconds
    while time.process_time() < ends:
        started = time.process_time()
        for number in range(pages):
            make(number)
        best = min(best, (time.process_time() - started) / pages)
    return best, size


def bare(size: float) -> Callable[[int], bytes]:
    """A page of `size` bytes made by Jinja2 with autoescape from plain values alone."""
    places = max(1, round(size / BYTES_PER_VALUE))
    frame = f'<p class="{"x" * (BYTES_PER_VALUE - 30)}">'
    source = "".join(f"{frame}{{{{ value_{number} }}}}</p>\n" for number in range(places))
    template = Environment(autoescape=True).from_string(source)
    values = {f"value_{number}": f"text of {number}" for number in range(places)}
    return lambda _: template.render(values).encode()


def render_kind(house: House, outputs: Sequence[Output]) -> Callable[[int], bytes]:
    return lambda number: outputs[number].content(house)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=HERE)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("kinds", nargs="*", help="names of renderers; all by default")
    arguments = parser.parse_args()
    house, kinds = planned(arguments.root)
    print(f"load {getloadavg()[0]:.1f}")
    print(f"{'kind':24} {'outputs':>8} {'ms':>8} {'a second':>9} {'bytes':>8} {'bare ms':>8} {'ratio':>6}")
    for name in sorted(arguments.kinds or kinds):
        each, size = cost(render_kind(house, kinds[name]), len(kinds[name]), arguments.seconds)
        floor, _ = cost(bare(size), 1, arguments.seconds / 4)
        print(
            f"{name:24} {len(kinds[name]):8,} {1000 * each:8.3f} {1 / each:9,.0f} {size:8,.0f}"
            f" {1000 * floor:8.3f} {each / floor:6.1f}"
        )


if __name__ == "__main__":
    main()
