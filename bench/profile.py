"""`python -m bench.profile [N]`: where the time of a cold build goes, by cProfile, in one process."""

from __future__ import annotations

import cProfile
import io
import pstats
import re
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

from generator.cli import main as lixin

TO = Path(__file__).resolve().parent.parent / "docs" / "development" / "profile.txt"
ROWS = 45
_PLACE = re.compile(r"/\S*/(?=generator/)|/\S*/(?:site-packages|python3\.\d+)/")


def main() -> int:
    size = sys.argv[1] if len(sys.argv) > 1 else "2000"
    with tempfile.TemporaryDirectory(prefix="lixin-profile-") as folder:
        root = f"{folder}/project"
        with redirect_stdout(io.StringIO()):
            lixin(["sample", root, "--certificates", size])
            profile = cProfile.Profile()
            profile.runcall(lixin, ["build", "--root", root, "--jobs", "1", "--at", "2026-11-01"])
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text)
    for order in ("cumulative", "tottime"):
        text.write(f"lixin build --jobs 1, {size} certificates, by {order}\n")
        stats.sort_stats(order).print_stats(ROWS)
    shown = (_PLACE.sub("", line).rstrip() for line in text.getvalue().replace(folder, "").splitlines())
    TO.write_text("\n".join(shown) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
