"""The house rules that a reader could overlook: who imports whom, who touches the world, where words live."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
GENERATOR = PROJECT / "generator"

# Each room may import from itself and from the rooms before it.
ROOMS = (
    "language",
    "settings",
    "problems",
    "schema",
    "records",
    "model",
    "render",
    "paper",
    "plan",
    "build",
    "editorial",
    "exchange",
    "sample",
    "difference",
    "publish",
    "preview",
    "cli",
    "__main__",
)

# The only places that may see the disk, the clock, the network or another process. All else is a function.
EDGES = (
    "__main__.py",
    "settings.py",
    "language/",
    "records/files.py",
    "records/media.py",
    "model/pinyin.py",  # reads the tables of an installed package
    "render/database.py",  # SQLite in memory
    "render/environment.py",
    "render/house.py",
    "render/plates.py",
    "paper/typesetter.py",
    "build/",
    "editorial/",
    "exchange/files.py",
    "exchange/workbook.py",
    "sample/project.py",
    "difference/folder.py",
    "difference/git.py",
    "publish/",
    "preview/",
    "cli/",
)
WORLD_MODULES = {
    "asyncio",
    "ctypes",
    "glob",
    "http",
    "io",
    "multiprocessing",
    "os",
    "random",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "uuid",
}
WORLD_CALLS = {
    "open",
    "input",
    "print",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "Path.cwd",
    "Path.home",
}
DISK_METHODS = {
    "exists",
    "is_dir",
    "is_file",
    "iterdir",
    "lstat",
    "mkdir",
    "read_bytes",
    "read_text",
    "resolve",
    "rglob",
    "rmdir",
    "stat",
    "touch",
    "unlink",
    "write_bytes",
    "write_text",
}
SHAPELESS_NAMES = {"base", "common", "helper", "helpers", "misc", "shared", "tools", "util", "utils"}
IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")


def modules() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def name_of(path: Path) -> str:
    """The dotted name of the module or package at `path`: generator.model.status."""
    parts = path.relative_to(GENERATOR.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported anywhere in `tree`, relative imports made absolute."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def backward_imports(source: str, module: str, is_package: bool = False) -> list[str]:
    """What `source`, as the module of that name, imports against the order of rooms."""
    room = module.split(".")[1] if "." in module else ""
    if room not in ROOMS:
        return [f"{module}: its room {room!r} has no place in the order"] if room else []
    found = []
    for line, name in imports_of(ast.parse(source), module, is_package):
        parts = name.split(".")
        if parts[0] != "generator" or len(parts) < 2:
            continue
        if parts[1] not in ROOMS or ROOMS.index(parts[1]) > ROOMS.index(room):
            found.append(f"{module}:{line} imports {name}")
    return found


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute chain; anything else at its root becomes empty."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def reads_package_data(node: ast.expr) -> bool:
    """Whether a chain such as `files(…).joinpath(…).read_text` starts at importlib.resources.files."""
    while isinstance(node, ast.Attribute | ast.Call | ast.BinOp):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "files":
            return True
        node = node.left if isinstance(node, ast.BinOp) else node.func if isinstance(node, ast.Call) else node.value
    return False


def is_world_module(name: str) -> bool:
    return any(name == world or name.startswith(f"{world}.") for world in WORLD_MODULES)


def touches_world(source: str, module: str, is_package: bool = False) -> list[str]:
    """Where `source` could see more than its arguments."""
    tree = ast.parse(source)
    found = [
        f"{module}:{line} imports {name}"
        for line, name in imports_of(tree, module, is_package)
        if is_world_module(name)
    ]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        world = called in WORLD_CALLS or ".".join(called.split(".")[-2:]) in WORLD_CALLS
        disk = isinstance(node.func, ast.Attribute) and node.func.attr in DISK_METHODS
        if world or (disk and not reads_package_data(node.func)):
            found.append(f"{module}:{node.lineno} calls {ast.unparse(node.func)}()")
    return found


def chinese_literals(source: str) -> list[str]:
    """String literals with ideographs, docstrings aside: a docstring may quote the term it explains."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        f"{node.lineno}: {node.value.strip()[:40]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and IDEOGRAPH.search(node.value)
    ]


def found_by(check: Callable[[str, str, bool], list[str]], paths: Iterable[Path]) -> list[str]:
    return [
        found
        for path in paths
        for found in check(path.read_text(encoding="utf-8"), name_of(path), path.name == "__init__.py")
    ]


def is_edge(path: Path) -> bool:
    place = path.relative_to(GENERATOR).as_posix()
    return any(place == edge or (edge.endswith("/") and place.startswith(edge)) for edge in EDGES)


def test_imports_follow_the_order_of_rooms() -> None:
    assert found_by(backward_imports, modules()) == []


def test_every_edge_exists() -> None:
    assert [edge for edge in EDGES if not (GENERATOR / edge).exists()] == []


def test_every_room_of_the_order_exists() -> None:
    standing = {path.stem if path.is_file() else path.name for path in GENERATOR.iterdir()}
    assert set(ROOMS) - standing == set()


def test_only_the_edges_touch_the_world() -> None:
    assert found_by(touches_world, [path for path in modules() if not is_edge(path)]) == []


def test_only_the_editorial_room_imports_mkdocs() -> None:
    found = [
        f"{name_of(path)}:{line} imports {name}"
        for path in modules()
        if "editorial" not in path.relative_to(GENERATOR).parts
        for line, name in imports_of(ast.parse(path.read_text(encoding="utf-8")), name_of(path), False)
        if name.split(".")[0] in {"mkdocs", "material"}
    ]
    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in modules() if path.stem in SHAPELESS_NAMES] == []


def test_no_chinese_literal_stands_in_the_code() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{literal}"
        for path in modules()
        for literal in chinese_literals(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("pattern", ["templates/**/*.html", "templates/**/*.svg", "assets/**/*.js"])
def test_no_chinese_stands_in_templates_and_scripts(pattern: str) -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:60]}"
        for path in sorted(GENERATOR.glob(pattern))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CHINESE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from generator.plan import urls", "generator.model.status"),
        ("import generator.cli", "generator.build.engine"),
        ("from generator import model", "generator.schema.types"),
        ("from ..plan import urls", "generator.model.status"),
        ("def f():\n    from generator.cli import main", "generator.build.engine"),
        ("from generator.attic import box", "generator.cli.build"),
    ],
)
def test_a_backward_import_is_found(source: str, module: str) -> None:
    assert len(backward_imports(source, module)) == 1


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from generator.schema.types import Date", "generator.model.status"),
        ("from . import events", "generator.model.status"),
        ("import datetime", "generator.schema.types"),
    ],
)
def test_a_forward_import_is_allowed(source: str, module: str) -> None:
    assert backward_imports(source, module) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path",
        "from os import environ",
        "import urllib.request",
        "from urllib import request",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "open('a')",
        "from pathlib import Path\nPath('a').read_text()",
        "print('a')",
    ],
)
def test_a_look_at_the_world_is_found(source: str) -> None:
    assert touches_world(source, "generator.model.status") != []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate(2026, 1, 1)",
        "from urllib.parse import quote",
        "from importlib.resources import files\nfiles('generator').joinpath('a.tsv').read_text()",
        "from importlib import resources\n(resources.files('generator') / 'a.tsv').read_text()",
    ],
)
def test_what_ships_with_the_program_is_not_the_world(source: str) -> None:
    assert touches_world(source, "generator.model.status") == []


def test_a_chinese_literal_is_found_and_a_docstring_is_not() -> None:
    source = '"""证书"""\ndef f():\n    """企业"""\n    return f"{1}立信"\n'
    assert [line.split(":")[0] for line in chinese_literals(source)] == ["4"]


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5, which Debian 12 ships, matches such patterns wrongly (CPython issues 100061, 106052)."""
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and POSSESSIVE_GROUP.search(node.value)
    ]
    assert found == []
