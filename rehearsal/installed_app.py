"""The one app installed in the workspace: tokens, scopes, commands, subscriptions.

Reads an app manifest as Slack would; without one, the app may do everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rehearsal.records import Channel
from rehearsal.scopes import EVENT_SCOPES, RULES
from rehearsal.workspace import BOT_USER_ID

Json = dict[str, Any]

_MESSAGE_KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
# These concern everybody or the person who acts, whatever channel they name.
_EVERYWHERE = ("channel_created", "user_change", "team_join", "app_home_opened")


def _every_scope() -> set[str]:
    scopes = {scope for rule in RULES.values() for scope in rule.scopes}
    scopes |= {s for rule in RULES.values() for many in rule.by_type.values() for s in many}
    scopes |= {scope for many in EVENT_SCOPES.values() for scope in many}
    return scopes | {"commands", "chat:write.public", "chat:write.customize", "users:read.email"}


@dataclass
class InstalledApp:
    """What the workspace granted. `subscribed=None` means every event."""

    name: str = "Howbot"
    handle: str = "howbot"
    bot_token: str = "xoxb-rehearsal-000000000000-bot"  # noqa: S105
    app_token: str = "xapp-1-A0HOWBOT-000000000000-rehearsal"  # noqa: S105
    signing_secret: str = "rehearsal-signing-secret"  # noqa: S105
    scopes: set[str] = field(default_factory=_every_scope)
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    commands: list[Json] | None = None
    shortcuts: list[Json] | None = None
    subscribed: set[str] | None = None
    unfurl_domains: list[str] = field(default_factory=list)
    installed: bool = True
    escapes_by_default: bool = True

    @classmethod
    def from_manifest(cls, manifest: Json) -> InstalledApp:
        """The app as this manifest describes it."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        return cls(
            name=manifest["display_information"]["name"],
            handle=features.get("bot_user", {}).get("display_name", "howbot"),
            scopes={*scopes.get("bot", []), *scopes.get("bot_optional", [])},
            commands=features.get("slash_commands", []),
            shortcuts=features.get("shortcuts", []),
            unfurl_domains=features.get("unfurl_domains", []),
            subscribed=set(settings.get("event_subscriptions", {}).get("bot_events", [])),
        )

    def command(self, name: str) -> Json | None:
        """The slash command of that name; any name when there is no manifest."""
        if self.commands is None:
            return {"command": name, "should_escape": self.escapes_by_default}
        return next((command for command in self.commands if command["command"] == name), None)

    def shortcut(self, name: str, kind: str) -> Json | None:
        """By its visible name or callback id; `kind` is message or global."""
        if self.shortcuts is None:
            return {"name": name, "type": kind, "callback_id": name}
        fitting = [s for s in self.shortcuts if s["type"] == kind]
        return next((s for s in fitting if name in (s["name"], s["callback_id"])), None)

    def receives(self, event: Json, channel: Channel | None) -> bool:
        """Whether Slack would send this: subscribed, scope held, channel visible."""
        name = str(event["type"])
        if name == "message":
            assert channel is not None, "a message is always somewhere"
            name = f"message.{_MESSAGE_KINDS[channel.channel_type]}"
        if self.subscribed is not None and name not in self.subscribed:
            return False
        needed = EVENT_SCOPES.get(name, ())
        if needed and not self.scopes.intersection(needed):
            return False
        return name in _EVERYWHERE or self._sees(name, channel)

    def _sees(self, name: str, channel: Channel | None) -> bool:
        if channel is None or BOT_USER_ID in channel.members:
            return True
        lifecycle = name.startswith("channel_") and channel.kind == "public_channel"
        return lifecycle or name == "link_shared"
