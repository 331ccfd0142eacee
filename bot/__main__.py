"""Starts howbot from the command line.

What needs no settings is told apart first, so that it starts at once.
"""

import gc
import sys
from collections.abc import Callable, Sequence

from bot import guard


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 well, 1 not done, 2 wrong settings."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [guard.NAME]:
        return guard.main(given)
    return _console()(given)


def _console() -> Callable[[Sequence[str]], int]:
    """The other subcommands, with the database and Slack: a second or two of importing.

    What is imported stays; looking for garbage in it takes a fifth of that time, and again
    and again afterwards.
    """
    gc.disable()
    from bot import console

    gc.freeze()
    gc.enable()
    return console.main


if __name__ == "__main__":
    sys.exit(main())
