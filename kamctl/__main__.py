"""The `kamctl` command. The version is told before anything else is loaded."""

import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    if getattr(sys, "frozen", False):  # in the one-file program, workers are started by it, too
        from multiprocessing import freeze_support

        freeze_support()
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
