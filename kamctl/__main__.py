"""The `kamctl` command. The version is told before anything else is loaded."""

import os
import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from kamctl import __version__

        print(f"kamctl {__version__}")
        return
    # Pydantic would look through every package installed for plugins; kamctl has none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from kamctl.cli import run

    run()


if __name__ == "__main__":
    main()
