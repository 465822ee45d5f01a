"""The `lixin` command: one module per subcommand, each with `add` (its arguments) and `run` (what it does)."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path

from generator.cli.failure import Failure
from generator.cli.usage import PARSERS, Parser, wanted_language
from generator.language import LANGUAGES

COMMANDS = (
    *("check", "build", "diff", "due", "serve", "publish", "hook", "doctor"),
    *("new", "status", "score", "import", "export", "schema", "sample"),
)
"""The commands in the order of the help; each is the module of its name, `import` that of `import_`."""

SELDOM = 50_000
"""So many objects are made before the collector looks for circles: what is made here is frozen, and forms few."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 when all is good, 1 when the registry has problems, 2 for wrong use."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    gc.set_threshold(SELDOM)
    _write_anything()
    lang = wanted_language(given)
    try:
        args = parser(lang, given).parse_args(given)
        args.lang = lang
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except Failure as failure:
        print(f"lixin: {failure}", file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the reader has gone; nothing more can be said
        return 1
    except OSError as error:
        said = ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
        print(f"lixin: {said}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser(lang: str = "en", given: Sequence[str] = ()) -> Parser:
    """The whole command line, or that of the one command that is `given`: each loads much that the others never need.

    Every command takes the common options.
    """
    top = PARSERS[lang](prog="lixin", description="Credit portal and certificate registry from YAML records.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=PARSERS[lang])
    for name in given[:1] if given and given[0] in COMMANDS else COMMANDS:
        module = f"{name}_" if iskeyword(name) else name
        import_module(f"generator.cli.{module}").add(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--root", type=Path, default=Path(), metavar="DIR", help="folder of mkdocs.yml (default: here)"
        )
        command.add_argument("--lang", choices=LANGUAGES, help="language of messages (default: zh, or LIXIN_LANG)")
    top.explain()
    return top


def _write_anything() -> None:
    """Makes every text printable: a terminal or pipe of few characters shows the others by number, as JSON does."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - closed by whoever started the program
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 - as above
    codecs.register_error("lixin", _numbered)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="lixin")


def _numbered(error: UnicodeError) -> tuple[str, int]:
    """Characters that cannot be encoded, by their hexadecimal numbers; those beyond sixteen bits as a pair of them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2)), error.end


if __name__ == "__main__":
    sys.exit(main())
