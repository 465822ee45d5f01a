"""The `lixin` command: one module per subcommand, each with `add` (its arguments) and `run` (what it does)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.cli import build, check, new, schema, serve, status
from generator.cli.failure import Failure

COMMANDS = (check, build, serve, new, status, schema)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 when all is good, 1 when the registry has problems, 2 for wrong use."""
    args = parser().parse_args(arguments)
    args.lang = args.lang or ("en" if os.environ.get("LIXIN_LANG", "zh").lower().startswith("en") else "zh")
    try:
        return int(args.run(args))
    except Failure as failure:
        print(f"lixin: {failure}", file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the reader has gone; nothing more can be said
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The whole command line. Every command takes the common options."""
    top = argparse.ArgumentParser(prog="lixin", description="Credit portal and certificate registry from YAML records.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    for command in commands.choices.values():
        command.add_argument("--root", type=Path, default=Path(), help="folder of mkdocs.yml (default: here)")
        command.add_argument("--lang", choices=("zh", "en"), help="language of messages (default: zh, or LIXIN_LANG)")
    return top


if __name__ == "__main__":
    sys.exit(main())
