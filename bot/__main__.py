"""Starts howbot from the command line."""

import argparse
import sys
from collections.abc import Callable, Sequence

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot import main as howbot
from bot.settings import Settings
from storage import schema
from storage.database import Database

Command = Callable[[Settings, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"{name}: {problem['msg']}. See docs/reference/settings.md.", file=sys.stderr)
        return 2
    howbot.set_up_logging(settings.howbot_log_level)
    command: Command = parsed.command
    return command(settings, parsed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="howbot", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command, told in (
        ("start", _start, "run the bot until it is told to stop"),
        ("migrate", _migrate, "bring the database to this release"),
    ):
        commands.add_parser(name, help=told, description=told).set_defaults(command=command)
    return parser


def _start(settings: Settings, _parsed: argparse.Namespace) -> int:
    database = Database(settings.database_url)
    found = schema.standing(database)
    if found is schema.Standing.empty:
        schema.migrate(database)
    elif found is not schema.Standing.current:
        print(_WRONG_SCHEMA[found], file=sys.stderr)
        return 1
    database.close()
    howbot.run(settings)
    return 0


_WRONG_SCHEMA = {
    schema.Standing.older: "The database is of an older release. Nothing was changed. "
    "Back it up, then run: howbot migrate",
    schema.Standing.unknown: "The database is of a newer release, or not Howbot's. "
    "Nothing was changed. Check DATABASE_URL, or install the release that wrote it.",
}


def _migrate(settings: Settings, _parsed: argparse.Namespace) -> int:
    database = Database(settings.database_url)
    try:
        schema.migrate(database)
    except SQLAlchemyError as error:
        print(f"The database did not answer: {error}", file=sys.stderr)
        return 1
    print("The database is at this release.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
