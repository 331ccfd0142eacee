"""Which scopes, arguments and rate tier each served method has. Data only; distilled from Slack's
method reference (August 2026). It checks nothing itself: see `calls.py` and `tiers.py`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """What Slack demands of a call before it looks at the call's meaning.

    `scopes`: any one of them suffices; empty means none is needed. `by_type`: the same, where it
    depends on the kind of conversation. `per_minute`: calls allowed by the method's tier, `None`
    for methods with a limit of their own.
    """

    scopes: tuple[str, ...] = ()
    by_type: dict[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    per_minute: int | None = None
    app_level: bool = False


def _by_type(verb: str, *more: str) -> dict[str, tuple[str, ...]]:
    """The usual pattern: one scope per kind of conversation, plus narrower ones."""
    kinds = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
    table = {kind: [f"{prefix}:{verb}"] for kind, prefix in kinds.items()}
    if verb == "write":
        table["public_channel"] = ["channels:manage", "channels:write"]
    for extra in more:
        for kind, prefix in kinds.items():
            table[kind].append(f"{prefix}:write.{extra}")
    return {kind: tuple(scopes) for kind, scopes in table.items()}


RULES: dict[str, Rule] = {
    "api.test": Rule(per_minute=100),
    "auth.test": Rule(),
    "apps.connections.open": Rule(app_level=True, per_minute=50),
    "team.info": Rule(scopes=("team:read",), per_minute=50),
    "bots.info": Rule(scopes=("users:read",), per_minute=50),
    "users.info": Rule(scopes=("users:read",), required=("user",), per_minute=100),
    "users.list": Rule(scopes=("users:read",), per_minute=20),
    "users.conversations": Rule(by_type=_by_type("read"), per_minute=50),
    "users.lookupByEmail": Rule(scopes=("users:read.email",), required=("email",), per_minute=50),
    "conversations.create": Rule(by_type=_by_type("write"), required=("name",), per_minute=20),
    "conversations.info": Rule(by_type=_by_type("read"), required=("channel",), per_minute=50),
    "conversations.list": Rule(by_type=_by_type("read"), per_minute=20),
    "conversations.members": Rule(by_type=_by_type("read"), required=("channel",), per_minute=100),
    "conversations.history": Rule(
        by_type=_by_type("history"), required=("channel",), per_minute=50
    ),
    "conversations.replies": Rule(
        by_type=_by_type("history"),
        required=(
            "channel",
            "ts",
        ),
        per_minute=50,
    ),
    "conversations.open": Rule(by_type=_by_type("write"), per_minute=50),
    "conversations.invite": Rule(
        by_type=_by_type("write", "invites"),
        required=(
            "channel",
            "users",
        ),
        per_minute=50,
    ),
    "conversations.kick": Rule(by_type=_by_type("write"), required=("channel",), per_minute=50),
    "conversations.join": Rule(scopes=("channels:join",), required=("channel",), per_minute=50),
    "conversations.leave": Rule(by_type=_by_type("write"), required=("channel",), per_minute=50),
    "conversations.setTopic": Rule(
        by_type=_by_type("write", "topic"),
        required=(
            "channel",
            "topic",
        ),
        per_minute=20,
    ),
    "conversations.setPurpose": Rule(
        by_type=_by_type("write", "topic"),
        required=(
            "channel",
            "purpose",
        ),
        per_minute=20,
    ),
    "conversations.rename": Rule(
        by_type=_by_type("write"),
        required=(
            "channel",
            "name",
        ),
        per_minute=20,
    ),
    "conversations.archive": Rule(by_type=_by_type("write"), required=("channel",), per_minute=20),
    "conversations.unarchive": Rule(
        by_type=_by_type("write"), required=("channel",), per_minute=20
    ),
    "chat.postMessage": Rule(scopes=("chat:write",), required=("channel",)),
    "chat.update": Rule(
        scopes=("chat:write",),
        required=(
            "ts",
            "channel",
        ),
        per_minute=50,
    ),
    "chat.delete": Rule(
        scopes=("chat:write",),
        required=(
            "ts",
            "channel",
        ),
        per_minute=50,
    ),
    "chat.postEphemeral": Rule(
        scopes=("chat:write",),
        required=(
            "user",
            "channel",
        ),
        per_minute=100,
    ),
    "chat.getPermalink": Rule(
        required=(
            "channel",
            "message_ts",
        )
    ),
    "views.open": Rule(required=("view",), per_minute=100),
    "views.push": Rule(required=("view",), per_minute=100),
    "views.update": Rule(required=("view",), per_minute=100),
    "views.publish": Rule(
        required=(
            "user_id",
            "view",
        ),
        per_minute=100,
    ),
    "pins.add": Rule(scopes=("pins:write",), required=("channel",), per_minute=20),
    "pins.list": Rule(scopes=("pins:read",), required=("channel",), per_minute=20),
    "pins.remove": Rule(scopes=("pins:write",), required=("channel",), per_minute=20),
    "bookmarks.add": Rule(
        scopes=("bookmarks:write",),
        required=(
            "title",
            "type",
        ),
        per_minute=20,
    ),
    "bookmarks.list": Rule(scopes=("bookmarks:read",), per_minute=50),
    "bookmarks.edit": Rule(scopes=("bookmarks:write",), per_minute=20),
    "bookmarks.remove": Rule(scopes=("bookmarks:write",), per_minute=20),
    "reactions.add": Rule(
        scopes=("reactions:write",),
        required=(
            "name",
            "timestamp",
            "channel",
        ),
        per_minute=50,
    ),
    "reactions.get": Rule(scopes=("reactions:read",), per_minute=50),
    "reactions.remove": Rule(scopes=("reactions:write",), required=("name",), per_minute=20),
    "files.getUploadURLExternal": Rule(
        scopes=("files:write",),
        required=(
            "length",
            "filename",
        ),
        per_minute=100,
    ),
    "files.completeUploadExternal": Rule(
        scopes=("files:write",), required=("files",), per_minute=100
    ),
    "files.info": Rule(scopes=("files:read",), required=("file",), per_minute=100),
    "files.list": Rule(scopes=("files:read",), per_minute=50),
    "files.delete": Rule(scopes=("files:write",), required=("file",), per_minute=50),
    "usergroups.list": Rule(scopes=("usergroups:read",), per_minute=20),
    "canvases.create": Rule(scopes=("canvases:write",), per_minute=20),
    "conversations.canvases.create": Rule(
        scopes=("canvases:write",), required=("channel_id",), per_minute=20
    ),
    "canvases.edit": Rule(
        scopes=("canvases:write",),
        required=(
            "canvas_id",
            "changes",
        ),
        per_minute=50,
    ),
    "blocks.validate": Rule(),
    "emoji.list": Rule(scopes=("emoji:read",), per_minute=20),
    "chat.unfurl": Rule(scopes=("links:write",), per_minute=50),
}

# Any one of these scopes lets an event through; an empty tuple needs none.
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "app_home_opened": (),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_left": ("channels:read",),
    "file_shared": ("files:read",),
    "file_deleted": ("files:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "link_shared": ("links:read",),
    "member_joined_channel": (
        "channels:read",
        "groups:read",
        "mpim:read",
    ),
    "member_left_channel": (
        "channels:read",
        "groups:read",
    ),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "tokens_revoked": (),
    "app_uninstalled": (),
    "function_executed": (),
    "channel_id_changed": (),
}
