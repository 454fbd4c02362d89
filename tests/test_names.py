"""Names: no two of different meaning are the same, and what is private stays in its module."""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from kamctl import __all__ as public_names
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PACKAGE = ROOT / "kamctl"
FOLDERS = ("kamctl", "tests", "bench")
# fmt: off
FORMER_CLASSES = {
    "Aim", "BadFile", "Between", "Desk", "Folio", "Glance", "Heard", "Keep", "Kept", "Look", "Mend",
    "Moment", "Ours", "Plainly", "Press", "Refusal", "Resolver", "SecondLook", "SetAside",
    "Speaker", "Spoken", "Then", "Theirs", "Ties", "Told", "Was", "Wishes",
}
FORMER_NAMES = {
    "apart", "book", "boundary", "catalogue", "changes_seen", "folio", "folio_speaker", "glance",
    "house", "look", "matter", "mended", "mending", "press", "refusal", "said", "second_look",
    "shared_out", "speaker", "speaking", "spoken", "standing", "starter", "tell", "ties", "told",
    "unmet", "way", "windows", "wishes",
}
"""What nobody but its authors understood. Each thing has a standard name now."""
FORMER_MODULES = {
    "briefing": {
        "asking", "deciding", "own", "places", "potential", "resolve", "seen", "sheet", "threats",
        "which", "who", "work",
    },
    "checks": {
        "across", "gains", "page", "reference", "resistance", "together", "wording", "words",
    },
    "cli": {"asking", "checking", "reading", "pages", "record", "reporting"},
    "signoffs": {"entry", "shown", "wordings"},
    "document": {"layout", "problems", "syntax", "insertion", "blocks", "frame"},
    "plan": {"header", "shape", "explain"},
}
"""Modules of a package, in whichever of its folders, that said nothing of what is in them."""
FORMER_PACKAGES = {"alignment", "paper", "pictures", "report", "starter", "words"}
ENTRY_POINTS = {"main"}
"""What Python's own habits call a function, wherever it stands."""
COMMAND = re.compile(r"examples\(|\w+\.command\(")
"""The decorators of a command."""
NAMED_TUPLE_METHODS = {"_replace", "_asdict", "_fields", "_make"}
OTHERS_RAISE = {
    "InvalidResponse", "PydanticCustomError", "TemplateError", "UndefinedError", "YAMLError",
}
# fmt: on


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def type_names(module: ast.Module) -> Iterator[str]:
    """Yield the classes and the module-level types of a module, by the names they are given."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for statement in module.body:
        if isinstance(statement, ast.Assign) and not _is_type_variable(statement.value):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:  # `type Name = …`, from Python 3.12 on
            targets = [statement.name] if type(statement).__name__ == "TypeAlias" else []
        for target in targets:
            if isinstance(target, ast.Name) and _is_written_as_type(target.id):
                yield target.id


def _is_type_variable(value: ast.expr) -> bool:
    """Tell whether it is a type variable: it means nothing outside its module."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"


def _is_written_as_type(name: str) -> bool:
    return name[0].isupper() and not name.isupper()


def names_in(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield what a module defines or assigns to, with its line."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr, node.lineno


def test_former_names_stay_gone() -> None:
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{line}: {name}"
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
        for name, line in names_in(_parsed(file))
        if name.strip("_") in FORMER_CLASSES | FORMER_NAMES
    ]
    found += [
        file.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
        if file.stem.removeprefix("test_") in FORMER_NAMES
    ]
    assert found == []


def test_former_modules_stay_gone() -> None:
    modules = [file.relative_to(PACKAGE) for file in sorted(PACKAGE.rglob("*.py"))]
    found = [
        one.as_posix()
        for one in modules
        if one.stem in FORMER_MODULES.get(one.parts[0], ()) or FORMER_PACKAGES & {*one.parts[:-1]}
    ]
    assert len(modules) > 500
    assert found == []


def test_every_error_that_a_docstring_names_exists() -> None:
    """An error that a docstring promises has a class of that name."""
    raised = re.compile(r"^\s+([A-Z]\w+): ", re.MULTILINE)
    classes = {name for name, _ in _all_names(PACKAGE)} | set(dir(builtins)) | OTHERS_RAISE
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(_parsed(file)):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                continue
            text = ast.get_docstring(node, clean=False) or ""
            promised = raised.findall(text.partition("Raises:")[2])
            found += [f"{file.name}: {name}" for name in promised if name not in classes]
    assert found == []


def _all_names(folder: Path) -> Iterator[tuple[str, int]]:
    for file in sorted(folder.rglob("*.py")):
        yield from names_in(_parsed(file))


def test_no_private_attribute_is_reached_from_outside() -> None:
    """An attribute with a leading underscore is used on `self`, `cls` and in its own module."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        module = _parsed(file)
        own = {name for name, _ in names_in(module)}
        found += [
            f"{file.relative_to(ROOT).as_posix()}:{node.lineno}: {node.attr}"
            for node in ast.walk(module)
            if isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and node.attr not in own | NAMED_TUPLE_METHODS
            and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        ]
    assert found == []


def test_no_module_imports_a_private_name() -> None:
    """What another module needs is public: a leading underscore tells that it may change."""
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{node.lineno}: {name.name}"
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(_parsed(file))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name.startswith("_") and not name.name.startswith("__")
    ]
    assert found == []


def test_no_two_types_share_a_name() -> None:
    assert _shared(PACKAGE, type_names) == {}


def test_no_two_functions_or_constants_share_a_name() -> None:
    """Whoever reads an imported name knows what it is; a search for it finds one thing."""
    assert _shared(PACKAGE, function_names) == {}
    assert _shared(PACKAGE, constant_names) == {}


def test_no_two_helpers_of_tests_share_a_name() -> None:
    """What test modules import from each other; names inside one test module are its own."""
    assert _shared(ROOT / "tests", _helper_names) == {}


def _helper_names(module: ast.Module) -> Iterator[str]:
    yield from type_names(module)
    yield from function_names(module)


def function_names(module: ast.Module) -> Iterator[str]:
    """Yield the functions of a module, but for commands: those have the names people type."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name not in ENTRY_POINTS:
            decorators = [ast.unparse(one) for one in node.decorator_list]
            if not any(COMMAND.match(one) for one in decorators):
                yield node.name


def constant_names(module: ast.Module) -> Iterator[str]:
    """Yield the constants of a module."""
    for statement in module.body:
        if isinstance(statement, ast.Assign) and not _is_type_variable(statement.value):
            targets = statement.targets
        else:
            targets = [statement.target] if isinstance(statement, ast.AnnAssign) else []
        for target in targets:
            for one in target.elts if isinstance(target, ast.Tuple) else (target,):
                if isinstance(one, ast.Name) and not _is_written_as_type(one.id):
                    yield one.id


def _shared(folder: Path, names: Callable[[ast.Module], Iterator[str]]) -> dict[str, list[str]]:
    """Return the public names that several modules below a folder give to something."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in _modules(folder):
        for name in set(names(_parsed(file))):
            # What is in the public API is what a program sees of the thing of that name.
            if not name.startswith("_") and not (file.name == "api.py" and name in public_names):
                found[name].append(file.relative_to(folder).as_posix())
    assert found
    return {name: files for name, files in found.items() if len(files) > 1}


def _modules(folder: Path) -> list[Path]:
    """Return the modules below a folder that others may import."""
    return [
        file
        for file in sorted(folder.rglob("*.py"))
        if not file.name.startswith("test_") and file.name != "conftest.py"
    ]
