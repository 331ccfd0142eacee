"""Every setting, from the environment and a `.env` file. Read once, at the door."""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import setting_forms as forms
from bot.core.ladder import Ladder, parse_hours, parse_steps, parse_told_from
from bot.core.preparation import parse_days, parse_seats
from bot.core.times import clock_offset
from bot.core.trackers import TrackerAccess, parse_people
from bot.core.webhooks import SHORTEST_SECRET
from bot.days_off import DaysOff

# What Jira has them called in the projects it makes, and what people often add.
DROPPED = (
    "Won't Do",
    "Won't Fix",
    "Cancelled",
    "Canceled",
    "Declined",
    "Rejected",
    "Duplicate",
    "Cannot Reproduce",
)
_WEB = re.compile(r"https?://\S+$")
_PLACES = {
    "github": (r"[\w.-]+/[\w.-]+", "the repository, as in acme/shop"),
    "jira": (r"[A-Z][A-Z0-9_]*", "the key of the project in capitals, as in ENG"),
    "linear": (r"\w+", "the key of the team, as in ENG"),
}


class Settings(BaseSettings):
    """How this Howbot is set up. Secrets never show in logs or messages."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), description="Bot token of the Slack app, begins with `xoxb-`."
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        description="App-level token with `connections:write`, begins with `xapp-`.",
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Signing secret of the Slack app."
    )
    slack_api_url: Annotated[str, AfterValidator(forms.with_slash)] = Field(
        default="https://slack.com/api/", description="Where Slack's Web API is."
    )
    database_url: Annotated[str, AfterValidator(forms.database)] = Field(
        default="sqlite:///howbot.db",
        description="`sqlite:///file.db` or `postgresql://user:password@host/name`.",
    )
    howbot_command: str = Field(
        default="/incident",
        pattern=r"^/[a-z0-9_-]{1,31}$",
        description="The slash command; the manifest must name the same.",
    )
    howbot_incidents_channel: str = Field(
        default="incidents", description="Channel where incidents are announced, by name or id."
    )
    howbot_board_channel: str = Field(
        default="",
        description="Channel where late action items are named, without their owners, and where "
        "the monthly review stands; empty: the incidents channel.",
    )
    howbot_leaders_channel: str = Field(
        default="",
        description="Channel where leaders read which action items wait longest, and that it has "
        "become an organisational problem; empty: the incidents channel.",
    )
    howbot_wins_channel: str = Field(
        default="",
        description="Channel where better figures are told; empty: the incidents channel.",
    )
    howbot_channel_prefix: str = Field(
        default="inc",
        pattern=r"^[a-z0-9-]{1,20}$",
        description="What the name of an incident's channel begins with.",
    )
    howbot_roles: Annotated[tuple[str, ...], NoDecode, BeforeValidator(forms.lower_names)] = Field(
        default=("lead", "preparer", "facilitator", "communicator"),
        description="Roles that can be given in an incident, with commas between.",
    )
    howbot_retro_days: Annotated[str, forms.checked(parse_days)] = Field(
        default="S1=3,S2=5,S3=10",
        description="Business days until a retrospective is due, by severity.",
    )
    howbot_seats: Annotated[str, forms.checked(parse_seats)] = Field(
        default="",
        description="Who can be asked into a retrospective for each discipline, by user id: "
        "`engineering=U1,U2;data=U3`.",
    )
    howbot_pin_emoji: str = Field(
        default="pushpin", description="The reaction that puts a message on the timeline."
    )
    howbot_leaders: Annotated[tuple[str, ...], NoDecode, BeforeValidator(forms.user_ids)] = Field(
        default=(),
        description="Who leads others and is asked last in a retrospective: user ids, with "
        "commas between.",
    )
    howbot_care_person: str = Field(
        default="",
        pattern=r"^([UW][A-Z0-9]+)?$",
        description="Who is called when somebody presses *Pause, I need a person*: a user id.",
    )
    howbot_holidays: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(forms.listed),
        AfterValidator(forms.days_off),
    ] = Field(
        default=(),
        description=(
            "Days beside weekends on which nobody works: dates and countries with commas between, "
            "as in `2026-12-24,DE,US-CA`."
        ),
    )
    howbot_zone: Annotated[str, AfterValidator(forms.zone)] = Field(
        default="UTC",
        description="The time zone whose working hours posts about late action items and the "
        "monthly review keep to.",
    )
    howbot_working_hours: Annotated[str, forms.checked(parse_hours)] = Field(
        default="09:00-17:00",
        description="When people are told what waits for them, in the zone of each.",
    )
    howbot_due_at: time = Field(
        default=time(9, 30), description="When an owner is reminded on the day an item is due."
    )
    howbot_remind_before: Annotated[str, forms.checked(parse_steps)] = Field(
        default="3,1", description="Two reminders so many business days before an item is due."
    )
    howbot_remind_after: Annotated[str, forms.checked(parse_steps)] = Field(
        default="1,3", description="Two reminders so many business days after it was due."
    )
    howbot_weekly_reminders: int = Field(
        default=8, description="How many weekly reminders follow; then reminding ends."
    )
    howbot_told_from: Annotated[str, forms.checked(parse_told_from)] = Field(
        default="lead=3,board=7,leaders=14",
        description="How many business days late an item is when the incident's lead, the board's "
        "channel and the leaders' channel hear of it.",
    )
    howbot_link_hosts: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(forms.lower_names),
        AfterValidator(forms.hosts),
    ] = Field(
        default=("github.com",),
        description="Hosts whose links are opened to see whether they lead anywhere, with "
        "commas between; `*.acme.com` stands for all below. Empty: no link is opened.",
    )
    howbot_github_token: SecretStr = Field(
        default=SecretStr(""),
        description="GitHub token that may read pull requests; without one only public "
        "repositories are seen.",
    )
    howbot_github_api_url: Annotated[str, AfterValidator(forms.with_slash)] = Field(
        default="https://api.github.com/", description="Where GitHub's REST API is."
    )
    howbot_tracker: Literal["none", "github", "jira", "linear"] = Field(
        default="none",
        description="Where action items get issues: `none`, `github`, `jira` or `linear`.",
    )
    howbot_tracker_place: str = Field(
        default="",
        description="Where issues are made: the repository (`owner/name`), or the key of the "
        "Jira project or Linear team.",
    )
    howbot_tracker_token: SecretStr = Field(
        default=SecretStr(""), description="Token that may read and write issues there."
    )
    howbot_tracker_url: Annotated[str, AfterValidator(forms.with_slash)] = Field(
        default="",
        description="Where the tracker's API is, if it is not at its usual address; for Jira "
        "always, as in `https://acme.atlassian.net`.",
    )
    howbot_tracker_account: str = Field(
        default="", description="The e-mail address of the Jira account whose token it is."
    )
    howbot_tracker_issue_type: str = Field(
        default="Task", min_length=1, description="Which type of issue is made in Jira."
    )
    howbot_tracker_dropped: Annotated[tuple[str, ...], NoDecode, BeforeValidator(forms.listed)] = (
        Field(
            default=DROPPED,
            description="Names of Jira's resolutions and statuses that say that something was "
            "given up, with commas between; the first that a workflow offers is written.",
        )
    )
    howbot_tracker_people: Annotated[str, forms.checked(parse_people)] = Field(
        default="",
        description="Who is who in the tracker, by user id: `U1=ana,U2=ben`; for Linear by "
        "e-mail address, for Jira by that or by account id.",
    )
    howbot_tracker_when: Literal["always", "asked"] = Field(
        default="always",
        description="Whether each new item gets an issue (`always`), or when somebody presses "
        "*Open in tracker* (`asked`).",
    )
    howbot_tracker_private: bool = Field(
        default=False,
        description="Whether items of private incidents get issues too, which everyone reads who "
        "may read there.",
    )
    howbot_webhook_address: str = Field(
        default="",
        pattern=r"^(\S+:\d{1,5})?$",
        description="Where webhooks of the tracker are heard, as in `127.0.0.1:8086`; empty: no "
        "port is opened.",
    )
    howbot_tracker_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret that the tracker signs its webhooks with."
    )
    howbot_templates: Path | None = Field(
        default=None,
        description="A folder with templates of your own; those it lacks are Howbot's.",
    )
    howbot_clock_offset: Annotated[str, AfterValidator(forms.offset)] = Field(
        default="", description="Shifts the clock of the rules, as in `+3d` or `-90m`."
    )
    howbot_log_level: str = Field(
        default="info",
        pattern=r"^(debug|info|warning|error)$",
        description="`debug`, `info`, `warning` or `error`.",
    )

    @model_validator(mode="after")
    def _steps_in_order(self) -> "Settings":
        _ = self.ladder
        return self

    @model_validator(mode="after")
    def _tracker_whole(self) -> "Settings":
        if self.howbot_tracker == "none":
            return self
        form, told = _PLACES[self.howbot_tracker]
        is_jira = self.howbot_tracker == "jira"
        url, account = self.howbot_tracker_url, self.howbot_tracker_account
        for name, is_well, wanted in (
            ("PLACE", re.fullmatch(form, self.howbot_tracker_place), told),
            ("TOKEN", self.howbot_tracker_token.get_secret_value(), "a token of that account"),
            ("URL", _WEB.match(url) or not (url or is_jira), "where the tracker is: https://…"),
            ("ACCOUNT", "@" in account or not is_jira, "whose token it is, by e-mail address"),
        ):
            if not is_well:
                raise ValueError(
                    f"HOWBOT_TRACKER_{name} has to be set for {self.howbot_tracker}: {wanted}"
                )
        return self

    @model_validator(mode="after")
    def _webhooks_whole(self) -> "Settings":
        secret = self.howbot_tracker_webhook_secret.get_secret_value()
        if not (secret or self.howbot_webhook_address):
            return self
        for name, is_well, wanted in (
            ("HOWBOT_TRACKER", self.howbot_tracker != "none", "the tracker that they come from"),
            ("HOWBOT_WEBHOOK_ADDRESS", self.howbot_webhook_address, "where they are heard"),
            (
                "HOWBOT_TRACKER_WEBHOOK_SECRET",
                len(secret) >= SHORTEST_SECRET,
                f"at least {SHORTEST_SECRET} characters, the same as in the tracker",
            ),
        ):
            if not is_well:
                raise ValueError(f"{name} has to be set for webhooks: {wanted}")
        return self

    @property
    def tracker_access(self) -> TrackerAccess | None:
        """How the tracker of this house is reached; None without one."""
        if self.howbot_tracker == "none":
            return None
        usual = self.howbot_github_api_url if self.howbot_tracker == "github" else ""
        return TrackerAccess(
            kind=self.howbot_tracker,
            place=self.howbot_tracker_place,
            url=self.howbot_tracker_url or usual,
            token=self.howbot_tracker_token.get_secret_value(),
            account=self.howbot_tracker_account,
            issue_type=self.howbot_tracker_issue_type,
            dropped=self.howbot_tracker_dropped,
        )

    @property
    def ladder(self) -> Ladder:
        """How people are reminded of action items."""
        opens, closes = parse_hours(self.howbot_working_hours)
        return Ladder(
            before=parse_steps(self.howbot_remind_before),
            after=parse_steps(self.howbot_remind_after),
            weekly=self.howbot_weekly_reminders,
            opens=opens,
            closes=closes,
            on_the_day_at=self.howbot_due_at,
            told_from=parse_told_from(self.howbot_told_from),
            days_off=DaysOff(self.howbot_holidays),
        )

    @property
    def channels(self) -> dict[str, str]:
        """The name or id of the channel for each purpose."""
        incidents = self.howbot_incidents_channel
        return {
            "incidents": incidents,
            "board": self.howbot_board_channel or incidents,
            "leaders": self.howbot_leaders_channel or incidents,
            "wins": self.howbot_wins_channel or incidents,
        }

    @property
    def offset(self) -> timedelta:
        """How far the rules' clock is ahead."""
        return clock_offset(self.howbot_clock_offset) if self.howbot_clock_offset else timedelta()
