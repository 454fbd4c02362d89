"""The `kamctl` command. The version is shown before anything else is loaded."""

import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    if getattr(sys, "frozen", False):  # in the one-file program, workers are started by it, too
        from multiprocessing import freeze_support

        freeze_support()
        if _is_double_click():
            _open_editor()
    # Loading makes little garbage, and looking for it takes a tenth of the time.
    gc.disable()
    if sys.argv[1:] in (["--version"], ["-V"]) and _print_version():
        return
    # Pydantic would look through every package installed for plugins; kamctl has none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from kamctl.cli.main import run

        run()
    except KeyboardInterrupt:  # while still loading: later ones end in `cli.main`
        from kamctl.i18n.catalog import translator
        from kamctl.i18n.language import language_option, reader_language
        from kamctl.i18n.message import N_

        language = reader_language(language_option(sys.argv[1:]), os.environ, lambda: None)
        print(f"{translator(language)(N_('Interrupted.'))}", file=sys.stderr)
        raise SystemExit(130) from None


def _is_double_click() -> bool:
    """Tell whether the program was started from a window: by its path, without arguments.

    In a terminal its name alone is typed.
    """
    return len(sys.argv) == 1 and any(sign in sys.argv[0] for sign in ("/", "\\"))


def _open_editor() -> None:
    """Let the program open the pages to edit plans, in the folder where people see it.

    macOS and desktops on Linux start programs in the home folder, or in none.
    """
    from pathlib import Path

    here = Path.cwd()
    if here in (Path.home(), here.parent):
        os.chdir(Path(sys.executable).parent)
    sys.argv += ["edit", "--open"]


def _print_version() -> bool:
    """Write the version, unbuffered; where that fails, the command line says why."""
    from kamctl import __version__

    try:
        os.write(sys.stdout.fileno(), f"kamctl {__version__}\n".encode())
    except (AttributeError, OSError):
        return False
    return True


if __name__ == "__main__":
    main()
