"""Methods about the app, the team and the connection."""

from rehearsal import block_kit
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.workspace import APP_ID, BOT_ID, BOT_USER_ID


@serves("api.test")
def test_api(ask: Ask) -> Json:
    """Says whether the server is there; `error` is given back as a failure."""
    if ask.text("error"):
        raise Rejected(ask.text("error"), args=ask.args)
    return {"args": ask.args}


@serves("auth.test")
def test_auth(ask: Ask) -> Json:
    """Who the token belongs to."""
    workspace = ask.workspace
    about = {"url": workspace.url + "/", "team": workspace.name, "team_id": workspace.team_id}
    about |= {"user": workspace.bot.name, "user_id": BOT_USER_ID, "bot_id": BOT_ID}
    return {**about, "is_enterprise_install": False}


@serves("apps.connections.open")
def open_connection(ask: Ask) -> Json:
    """The address of a Socket Mode connection, for one use."""
    address = ask.workspace.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket?ticket={ask.backstage.hub.new_ticket()}&app_id={APP_ID}"}


@serves("team.info")
def show_team(ask: Ask) -> Json:
    """The workspace's name and address."""
    workspace = ask.workspace
    team = {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain}
    return {"team": {**team, "email_domain": "", "icon": {}, "url": workspace.url + "/"}}


@serves("bots.info")
def show_bot(ask: Ask) -> Json:
    """The bot, of which there is one."""
    if ask.text("bot", BOT_ID) != BOT_ID:
        raise Rejected("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": ask.workspace.bot.real_name, "app_id": APP_ID}
    return {"bot": {**bot, "user_id": BOT_USER_ID, "updated": 1700000000, "icons": {}}}


@serves("emoji.list")
def list_emoji(_ask: Ask) -> Json:
    """No custom emoji."""
    return {"emoji": {}, "cache_ts": "1700000000.000000"}


@serves("usergroups.list")
def list_user_groups(_ask: Ask) -> Json:
    """No groups."""
    return {"usergroups": []}


@serves("blocks.validate")
def validate_blocks(ask: Ask) -> Json:
    """Checks blocks, a message or a view without sending them."""
    blocks, message, view = (ask.data(name) for name in ("blocks", "message", "view"))
    if view is not None:
        block_kit.check_view(view)
    elif message is not None:
        block_kit.check_message_blocks(message.get("blocks") or [])
    elif blocks is not None:
        block_kit.check_message_blocks(blocks)
    else:
        raise Rejected("invalid_arguments", ["[ERROR] one of blocks, message or view is needed"])
    return {}
