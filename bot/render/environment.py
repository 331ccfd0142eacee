"""The Jinja environments: where templates are found, and how what people wrote is escaped.

A Slack template is a sequence of macros, each of which writes one JSON object; `Words` reads them
one after another. Whatever a template prints is escaped for Slack's markup unless it comes from
`person`, `channel`, `link` or `when`, the only makers of marks.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import jinja2
from markupsafe import Markup

from bot.render.compiled import compiled_before
from bot.render.limits import (
    SUMMARY_TEXT,
    fit_message,
    fit_text,
    fit_view,
    plain_summary,
    shortened,
)

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
_ID = re.compile(r"[A-Z0-9]{1,32}")
_WEB = re.compile(r"https?://\S", re.IGNORECASE)
# A mark or code, which stay as they are; or an address up to what belongs to the sentence.
_ADDRESS = re.compile(
    r"<[^>\n]*>|`[^`\n]*`"
    r"|(https?://(?:&amp;|[^\s<>|`&])*(?:&amp;|[^\s<>|`&.,:;!?*_~'\")\]]))",
    re.IGNORECASE,
)
# Control characters but for the end of a line, and those that change the direction of writing.
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TIME_STYLES = {
    "moment": ("{date_short_pretty} {time}", "%Y-%m-%d %H:%M UTC"),
    "time": ("{time}", "%H:%M UTC"),
    "day": ("{date_short_pretty}", "%Y-%m-%d"),
}


class Context(Protocol):
    """A dataclass with the facts of one template, named by `template`."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Message:
    """Something to be said in Slack. `text` is what notifications and screen readers read."""

    text: str
    blocks: list[dict[str, Any]]


class Words:
    """All words people read, from `templates/`; a team's own folders are looked at first."""

    def __init__(self, folders: Sequence[Path] = (TEMPLATES,)) -> None:
        """Find templates in `folders`, the first that has one wins."""
        self.folders = tuple(folders)
        self._slack, self._documents, self._pages = _environments(self.folders)

    def compile(self) -> None:
        """Compile what people are shown in Slack now, so that nobody waits for it later."""
        for name in self._slack.list_templates(filter_func=_is_for_slack):
            self._slack.get_template(name)

    def message(self, context: Context) -> Message:
        """A message from `templates/slack/<template>/message.j2`, within Slack's limits."""
        folder = f"slack/{context.template}"
        facts = _facts(context)
        blocks = fit_message(_objects(self._slack.get_template(f"{folder}/message.j2"), facts))
        try:
            text = fit_text(self._slack.get_template(f"{folder}/text.j2").render(**facts))
            text = shortened(text, SUMMARY_TEXT)
        except jinja2.TemplateNotFound:
            text = plain_summary(blocks)
        return Message(text=text, blocks=blocks)

    def view(self, context: Context) -> dict[str, Any]:
        """A view from `templates/slack/views/<template>.j2`: its head first, then its blocks."""
        template = self._slack.get_template(f"slack/views/{context.template}.j2")
        head, *blocks = _objects(template, _facts(context))
        return fit_view({**head, "blocks": blocks})

    def refusal(self, code: str, facts: Mapping[str, Any]) -> str:
        """The words for a `Refused`, from `templates/slack/refusals/<code>.j2`, as mrkdwn."""
        return self._slack.get_template(f"slack/refusals/{code}.j2").render(**facts).strip()

    def line(self, template: str, **facts: Any) -> str:
        """One mrkdwn text from `templates/slack/lines/<template>.j2`."""
        return self._slack.get_template(f"slack/lines/{template}.j2").render(**facts).strip()

    def entry(self, code: str, *, by: str | None, facts: Mapping[str, Any], name: Any) -> str:
        """What the bot itself noted, in plain words, from `templates/entries/<code>.j2`.

        `name` gives a person's name for an id.
        """
        template = self._documents.get_template(f"entries/{code}.j2")
        return template.render(by=by, facts=facts, name=name).strip()

    def console(self, code: str, **facts: Any) -> str:
        """A sentence for the console, from `templates/console/<code>.j2`.

        What people wrote cannot steer the terminal that shows it, nor turn a line around.
        """
        said = self._documents.get_template(f"console/{code}.j2").render(**facts).strip()
        return _STEERING.sub(" ", said)

    def document(self, template: str, **facts: Any) -> str:
        """A document from `templates/documents/`; its templates escape for their own format."""
        return self._documents.get_template(f"documents/{template}").render(**facts)

    def page(self, template: str, filters: Mapping[str, Any], **facts: Any) -> str:
        """A page for browsers from `templates/documents/`; what is printed is escaped for HTML."""
        self._pages.filters.update(filters)
        return self._pages.get_template(f"documents/{template}").render(**facts)

    def phrase(self, template: str, name: str, /, **facts: Any) -> str:
        """A few plain words: what the macro `name` in `templates/documents/<template>` says."""
        module = self._documents.get_template(f"documents/{template}").module
        said: str = getattr(module, name)(**facts)
        return " ".join(said.split())

    def add_document_filters(self, **filters: Any) -> None:
        """Teach document templates how to write values in their format."""
        self._documents.filters.update(filters)


@lru_cache(maxsize=8)
def _environments(
    folders: tuple[Path, ...],
) -> tuple[jinja2.Environment, jinja2.Environment, jinja2.Environment]:
    """For Slack, for plain text, for pages. Templates are compiled once in a process."""
    loader = jinja2.FileSystemLoader([str(folder) for folder in folders])
    slack = _environment("slack", loader, finalize=escape_for_slack, autoescape=True)
    slack.globals.update(person=person, channel=channel, link=link, when=when)
    slack.filters.update(plain=plain, typed=typed, day=day, choices=choices, linked=linked)
    documents = _environment("documents", loader, finalize=None, autoescape=False)
    return slack, documents, _environment("pages", loader, finalize=None, autoescape=True)


def _environment(kind: str, loader: jinja2.BaseLoader, **options: Any) -> jinja2.Environment:
    # Documents are Markdown and write their own escapes; Slack's are set by the caller.
    return jinja2.Environment(  # noqa: S701
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=compiled_before(kind),
        cache_size=-1,  # Each stays compiled; there are more than Jinja keeps otherwise.
        **options,
    )


def _is_for_slack(name: str) -> bool:
    return name.startswith("slack/") and name.endswith(".j2")


def _facts(context: Context) -> dict[str, Any]:
    return {field.name: getattr(context, field.name) for field in fields(context)}


def _objects(template: jinja2.Template, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The JSON objects that a template writes one after another."""
    text = template.render(**facts).strip()
    decoder = json.JSONDecoder()
    objects: list[dict[str, Any]] = []
    while text:
        found, end = decoder.raw_decode(text)
        objects.append(found)
        text = text[end:].lstrip()
    return objects


def escape_for_slack(value: Any) -> Any:
    """Escape what people wrote so that Slack shows it as typed; marks of ours pass.

    Characters that turn the direction of writing are left out: they would turn what is beside it.
    """
    if value is None:
        return ""
    if isinstance(value, Markup | jinja2.Undefined):
        return value
    text = (
        _STEERING.sub(" ", str(value))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    return Markup(text)  # noqa: S704 - escaped in the line above


def person(user_id: str) -> Markup:
    """A mention of a person."""
    return _mark("@", user_id)


def channel(channel_id: str) -> Markup:
    """A mention of a channel."""
    return _mark("#", channel_id)


def _mark(sigil: str, identifier: str) -> Markup:
    if not _ID.fullmatch(identifier):
        return Markup(escape_for_slack(identifier))  # noqa: S704
    return Markup(f"<{sigil}{identifier}>")  # noqa: S704 - an id has no markup in it


def link(url: str, label: str) -> Markup:
    """A link with words of its own; what is no web address is shown as its words alone."""
    if not _WEB.match(url):
        return Markup(escape_for_slack(label))  # noqa: S704
    address = str(escape_for_slack(url)).replace("|", "%7C")
    words = str(escape_for_slack(label)).replace("|", "¦")
    return Markup(f"<{address}|{words}>")  # noqa: S704


def linked(text: str) -> Markup:
    """Text for Slack with its bare web addresses made links, as Slack itself no longer does."""

    def marked(found: re.Match[str]) -> str:
        return f"<{found.group(1)}>" if found.group(1) else found.group()

    return Markup(_ADDRESS.sub(marked, str(escape_for_slack(text))))  # noqa: S704 - as it was


def when(moment: datetime, style: str = "moment") -> Markup:
    """A moment that Slack shows in each reader's own zone; UTC where it cannot."""
    pattern, fallback = _TIME_STYLES[style]
    stamp = int(moment.timestamp())
    words = moment.astimezone(UTC).strftime(fallback)
    return Markup(f"<!date^{stamp}^{pattern}|{words}>")  # noqa: S704


def day(value: date) -> str:
    """A date as people write it: Thu 3 Dec 2026."""
    return f"{value:%a} {value.day} {value:%b %Y}"


def choices(words: Mapping[str, str]) -> list[dict[str, str]]:
    """The options of a select, from code → words."""
    return [{"value": value, "label": label} for value, label in words.items()]


def plain(value: Any) -> Markup:
    """What a plain_text object takes: no escapes."""
    return Markup(html.unescape(str(escape_for_slack(value))))  # noqa: S704


def typed(value: Any) -> Markup:
    """What a field begins with: to the letter, since it comes back as it was given."""
    return plain(value) if isinstance(value, Markup) else Markup(str(value))  # noqa: S704
