"""The subcommands that need settings: start, migrate, doctor, export, board."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot import board, export, guard
from bot import main as howbot
from bot.core.board import BoardAsked, Order
from bot.core.causes import Axis
from bot.core.incident import Severity
from bot.render.environment import Words
from bot.render.stages import StageTextsIncomplete
from bot.settings import Settings
from bot.slack.errors import SlackTrouble
from bot.web.door import DoorStuck
from storage import schema
from storage.database import Database

# What pydantic puts before our words.
_OWN_WORDS = "Value error, "
Command = Callable[[Settings, argparse.Namespace], int]
WORDS = Words()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 well, 1 not done, 2 wrong settings."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            _complain("wrong_setting", name=name, problem=problem["msg"].removeprefix(_OWN_WORDS))
        return 2
    howbot.set_up_logging(settings.howbot_log_level)
    command: Command = parsed.command
    try:
        return command(settings, parsed)
    except StageTextsIncomplete as incomplete:
        _complain("stage_texts", well=False, problem=str(incomplete))
        return 2
    except SQLAlchemyError as error:
        _complain("database_failed", error=type(error).__name__)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="howbot", description="Howbot, from the command line.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command, told in (
        ("start", _start, "run the bot until it is told to stop"),
        ("migrate", _migrate, "bring the database to this release"),
        ("doctor", _doctor, "look at everything Howbot needs and say what to do"),
    ):
        commands.add_parser(name, help=told, description=told).set_defaults(command=command)
    _add_export(commands)
    _add_board(commands)
    guard.add_to(commands)
    return parser


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "write an incident's document, in one of its forms, to standard output"
    command = commands.add_parser("export", help=told, description=told)
    command.add_argument("incident", metavar="INC-7", help="which incident")
    command.add_argument(
        "--format",
        choices=export.FORMATS,
        default="markdown",
        help="markdown (the default), html, notebook, evals, or a picture: timeline, chains",
    )
    command.add_argument(
        "--evals", dest="format", action="store_const", const="evals", help="same as --format evals"
    )
    command.add_argument("--out", metavar="FILE", type=Path, help="write to this file instead")
    command.add_argument("--team", metavar="T…", default="", help="which workspace, of several")
    command.set_defaults(command=_export)


def _add_board(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "print the retro board of everyone, private incidents included; drills are left out"
    command = commands.add_parser("board", help=told, description=told)
    command.add_argument("--by", choices=list(Order), default=Order.lateness, help="the order")
    command.add_argument("--axis", choices=list(Axis), default="", help="only this axis")
    command.add_argument("--severity", choices=list(Severity), default="", help="only this one")
    command.add_argument("--owner", metavar="U…", default="", help="only this person's")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--team", metavar="T…", default="", help="which workspace, of several")
    command.set_defaults(command=_board)


def _start(settings: Settings, _parsed: argparse.Namespace) -> int:
    missing = [
        name
        for name, value in (
            ("SLACK_BOT_TOKEN", settings.slack_bot_token),
            ("SLACK_APP_TOKEN", settings.slack_app_token),
        )
        if not value.get_secret_value()
    ]
    if missing:
        _complain("tokens_missing", names=missing)
        return 2
    if not _schema_is_ready(settings):
        return 1
    try:
        howbot.run(settings)
    except SlackTrouble as trouble:
        _complain("slack_refused", error=trouble.code)
        return 1
    except DoorStuck as stuck:
        _complain("door_stuck", address=stuck.address, reason=stuck.reason)
        return 1
    return 0


def _schema_is_ready(settings: Settings) -> bool:
    """Set an empty database up; refuse one that is not of this release, untouched."""
    database = Database(settings.database_url)
    found = schema.standing(database)
    if found is schema.Standing.empty:
        schema.migrate(database)
        found = schema.Standing.current
    database.close()
    if found is schema.Standing.current:
        return True
    _complain("old_schema" if found is schema.Standing.older else "unknown_schema")
    return False


def _migrate(settings: Settings, _parsed: argparse.Namespace) -> int:
    database = Database(settings.database_url)
    if schema.standing(database) is schema.Standing.unknown:
        _complain("unknown_schema")
        return 1
    schema.migrate(database)
    database.close()
    print(WORDS.console("migrated"))
    return 0


def _export(settings: Settings, parsed: argparse.Namespace) -> int:
    try:
        content = export.content(
            settings, parsed.incident, form=parsed.format, team_id=parsed.team.strip()
        )
        if parsed.out is None:
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            parsed.out.write_bytes(content)
    except export.NotExported as problem:
        _complain(problem.code, **problem.facts)
        return 1
    except OSError as error:
        _complain("export_not_written", error=error.strerror)
        return 1
    return 0


def _board(settings: Settings, parsed: argparse.Namespace) -> int:
    asked = BoardAsked(parsed.by, parsed.axis, parsed.severity, parsed.owner)
    try:
        print(board.written(settings, asked, as_json=parsed.json, team_id=parsed.team.strip()))
    except export.NotExported as problem:
        _complain(problem.code, **problem.facts)
        return 1
    return 0


def _doctor(settings: Settings, _parsed: argparse.Namespace) -> int:
    from bot import doctor  # needs more than others do, and nobody else needs it

    well = True
    for finding in doctor.examine(settings):
        mark = "ok" if finding.well else "!!"
        print(f"{mark}  {WORDS.console(finding.code, well=finding.well, **finding.facts)}")
        well = well and finding.well
    return 0 if well else 1


def _complain(code: str, **facts: object) -> None:
    print(WORDS.console(code, **facts), file=sys.stderr)
