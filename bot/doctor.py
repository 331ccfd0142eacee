"""Looks at everything Howbot needs, and says of each thing whether it is well.

Changes nothing and stops at nothing: each look is made even when another one failed.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml
from sqlalchemy.exc import SQLAlchemyError

from bot.core.trackers import TrackerAccess
from bot.integrations import connect
from bot.integrations.github import GitHub
from bot.integrations.patience import read_date
from bot.integrations.trackers import TrackerTrouble
from bot.render.environment import TEMPLATES
from bot.render.stages import StageTextsIncomplete, load_stages
from bot.settings import Settings
from bot.slack.app import Identity, ask_who_we_are, make_client
from bot.slack.errors import SlackTrouble, understood
from storage import schema
from storage.database import Database
from storage.queries import incidents, outbox, trackers
from storage.tables import Outbox, Workspace

MANIFEST = Path(__file__).resolve().parent.parent / "app_manifest.yml"
STUCK_AFTER = timedelta(minutes=10)
CLOCKS_MAY_DIFFER = timedelta(seconds=60)
DISK_NEEDED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `code` names its sentence in `templates/console/`."""

    code: str
    well: bool
    facts: dict[str, Any] = field(default_factory=dict)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at settings, templates, database, Slack, tracker, clock and deliveries, so ordered."""
    yield from _look_at_settings(settings)
    yield _look_at_stages(settings)
    database = Database(settings.database_url)
    yield from _look_at_database(settings, database)
    identity = None
    if settings.slack_bot_token.get_secret_value():
        identity, findings = _look_at_bot_token(settings)
        yield from findings
    if settings.slack_app_token.get_secret_value():
        yield _look_at_app_token(settings)
    if settings.howbot_github_token.get_secret_value():
        yield _look_at_github(settings)
    access = settings.tracker_access
    if access is not None:
        yield _look_at_tracker(access)
    yield from _look_at_clock(settings)
    if identity is not None:
        yield from _look_at_deliveries(settings, database, identity.team_id)
    database.close()


def _look_at_settings(settings: Settings) -> Iterator[Finding]:
    for name, value, prefix in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"),
    ):
        well = value.get_secret_value().startswith(prefix)
        yield Finding("token_setting", well, {"name": name, "prefix": prefix})
    has_secret = bool(settings.slack_signing_secret.get_secret_value())
    yield Finding("signing_secret", has_secret)


def _look_at_stages(settings: Settings) -> Finding:
    own = settings.howbot_templates
    try:
        load_stages(TEMPLATES / "stages", own / "stages" if own else None)
    except StageTextsIncomplete as incomplete:
        return Finding("stage_texts", False, {"problem": str(incomplete)})
    return Finding("stage_texts", True)


def _look_at_database(settings: Settings, database: Database) -> Iterator[Finding]:
    try:
        standing = schema.standing(database)
    except SQLAlchemyError as error:
        yield Finding("database_away", False, {"error": type(error).__name__})
        return
    well = standing in (schema.Standing.current, schema.Standing.empty)
    yield Finding("schema", well, {"standing": standing})
    if database.is_sqlite and database.url.database:
        folder = Path(database.url.database).resolve().parent
        free = shutil.disk_usage(folder).free
        yield Finding(
            "disk", free >= DISK_NEEDED_BYTES, {"folder": folder, "megabytes": free // 2**20}
        )


def _look_at_bot_token(settings: Settings) -> tuple[Identity | None, list[Finding]]:
    token = settings.slack_bot_token.get_secret_value()
    try:
        identity = ask_who_we_are(make_client(token, api_url=settings.slack_api_url))
    except SlackTrouble as trouble:
        return None, [Finding("bot_token", False, {"error": trouble.code})]
    wanted = set(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    missing = sorted(wanted - identity.scopes)
    return identity, [
        Finding("bot_token", True, {"team": identity.team_name}),
        Finding("scopes", not missing, {"missing": missing}),
    ]


def _look_at_app_token(settings: Settings) -> Finding:
    client = make_client(
        settings.slack_app_token.get_secret_value(), api_url=settings.slack_api_url
    )
    try:
        with understood("apps.connections.open"):
            client.apps_connections_open(app_token=client.token or "")
    except SlackTrouble as trouble:
        return Finding("app_token", False, {"error": trouble.code})
    return Finding("app_token", True)


def _look_at_github(settings: Settings) -> Finding:
    """Whether GitHub takes the token; asking for the limits costs none of them."""
    github = GitHub(settings.howbot_github_api_url, settings.howbot_github_token.get_secret_value())
    try:
        status = github.get("rate_limit").status
    except httpx.HTTPError:
        status = 0
    # An own GitHub may answer 404: it knows the token and has no limits.
    return Finding("github_token", status in (200, 404), {"status": status})


def _look_at_tracker(access: TrackerAccess) -> Finding:
    """Whether the tracker takes the token and issues can be made in its place."""
    error = ""
    try:
        connect.tracker(access).check()
    except TrackerTrouble as trouble:
        error = trouble.code
    facts = {"kind": access.kind, "place": access.place, "error": error}
    return Finding("tracker", not error, {**facts, "issue_type": access.issue_type})


def _look_at_clock(settings: Settings) -> Iterator[Finding]:
    if settings.howbot_clock_offset:
        yield Finding("clock_shifted", False, {"offset": settings.howbot_clock_offset})
    try:
        answer = httpx.post(f"{settings.slack_api_url}api.test", timeout=10)
        theirs = read_date(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        yield Finding("slack_away", False, {"address": settings.slack_api_url})
        return
    apart = abs(datetime.now(UTC) - theirs)
    yield Finding("clock", apart <= CLOCKS_MAY_DIFFER, {"seconds": int(apart.total_seconds())})


def _look_at_deliveries(settings: Settings, database: Database, team_id: str) -> Iterator[Finding]:
    try:
        with database.reading() as session:
            workspace = incidents.workspace(session, team_id)
            stuck = outbox.stuck(session, team_id, since=datetime.now(UTC) - STUCK_AFTER)
            access = settings.tracker_access
            troubles = trackers.troubles(session, team_id, access.kept_as) if access else ()
    except SQLAlchemyError:
        return  # Said already: there is no database, or its schema is not this release's.
    if workspace is not None:
        yield from _look_at_channels(settings, workspace)
    yield Finding("deliveries", not stuck, {"stuck": _by_error(stuck)})
    if access is not None:
        counted = sorted(Counter(troubles).items())
        yield Finding("issues", not counted, {"troubles": counted})


def _look_at_channels(settings: Settings, workspace: Workspace) -> Iterator[Finding]:
    """Whether we are in the channels of the house; one that serves several purposes once."""
    looked_at: set[str] = set()
    for purpose, name in settings.channels.items():
        if name not in looked_at:
            yield Finding(f"{purpose}_channel", purpose in workspace.channels, {"name": name})
        looked_at.add(name)


def _by_error(rows: Sequence[Outbox]) -> list[dict[str, Any]]:
    """How many stuck deliveries there are of each kind and error."""
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        reason = (row.kind, row.last_error or "no_answer")
        counted[reason] = counted.get(reason, 0) + 1
    return [
        {"kind": kind, "error": error, "count": count}
        for (kind, error), count in sorted(counted.items())
    ]
