"""Starts howbot from the command line.

What needs no settings is told apart first, so that it starts at once.
"""

import sys
from collections.abc import Sequence

from bot import guard


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 well, 1 not done, 2 wrong settings."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [guard.NAME]:
        return guard.main(given)
    from bot import console  # imports the database and Slack: half a second

    return console.main(given)


if __name__ == "__main__":
    sys.exit(main())
