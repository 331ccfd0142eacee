"""Reads an incident's document, in any of its forms, straight from the database. Changes nothing.

Works beside a running bot and without Slack's tokens.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.core.clock import Clock
from bot.core.incident import key, parse_key
from bot.flows.document import content_of
from bot.flows.runtime import Runtime
from bot.main import make_runtime
from bot.settings import Settings
from bot.slack.app import Identity
from storage import schema
from storage.database import Database
from storage.queries import incidents
from storage.tables import Workspace


class NotExported(Exception):  # noqa: N818 - says what the admin asked for that is not there
    """`code` names the sentence in `templates/console/`, `facts` what it may name."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


# What the console writes: everything that is a file.
FORMATS = ("markdown", "html", "notebook", "evals", "timeline", "chains")


def content(settings: Settings, named: str, *, form: str, team_id: str = "") -> bytes:
    """The document of the incident named as in "INC-7", in one of `FORMATS`.

    Raises NotExported.
    """
    number = parse_key(named) or (int(named) if named.isdecimal() and len(named) < 10 else None)
    if number is None:
        raise NotExported("export_which", named=named)
    runtime = reading_runtime(settings, team_id)
    try:
        with runtime.reading() as unit:
            incident = incidents.by_number(unit.session, unit.team_id, number)
            if incident is None:
                raise NotExported("export_no_incident", key=key(number))
            made = content_of(unit, incident, form)
    finally:
        runtime.database.close()
    if not made and form in ("timeline", "chains"):
        raise NotExported("export_nothing_to_draw", key=key(number))
    return made


def reading_runtime(settings: Settings, team_id: str) -> Runtime:
    """What flows need to read one workspace; its database is the caller's to close.

    Raises NotExported.
    """
    _demand_schema(settings)
    return _runtime(settings, team_id)


def _demand_schema(settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        # Opening it would make one.
        raise NotExported("export_no_database")
    database = Database(settings.database_url)
    found = schema.standing(database)
    database.close()
    if found is schema.Standing.older:
        raise NotExported("old_schema")
    if found is not schema.Standing.current:
        raise NotExported("unknown_schema" if found is schema.Standing.unknown else "export_empty")


def _runtime(settings: Settings, team_id: str) -> Runtime:
    database = Database(settings.database_url)
    with database.reading() as session:
        known = incidents.workspaces(session)
    database.close()
    workspace = _choose(known, team_id)
    identity = Identity(
        team_id=workspace.team_id,
        team_name=workspace.name,
        bot_user_id="",
        bot_id="",
        scopes=frozenset(),
        workspace_url=workspace.url,
    )
    return make_runtime(settings, identity, clock=Clock(settings.offset))


def _choose(known: Sequence[Workspace], team_id: str) -> Workspace:
    if not known:
        raise NotExported("export_empty")
    if not team_id and len(known) == 1:
        return known[0]
    for workspace in known:
        if workspace.team_id == team_id:
            return workspace
    raise NotExported("export_which_team", teams=[(each.team_id, each.name) for each in known])
