"""Writes the reference pages from the code: commands, settings, scopes, tables, the guard.

python -m docs.build            write them
python -m docs.build --check    say which are not as the code is, and exit 1
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic_core import PydanticUndefined
from sqlmodel import SQLModel

import commands.everything  # noqa: F401 - fills the registry
import storage.tables  # noqa: F401 - fills the metadata
from bot.core.language.review import MESSAGE
from bot.core.language.rules import Example, Rule
from bot.render.environment import Words
from bot.render.guard import load_guard
from bot.render.guard_readings import load_action_rules, load_cause_rules
from bot.settings import Settings
from commands.registry import everything

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
PURPOSES = REFERENCE / "purposes.yml"
MADE = "<!-- Made from the code by `make docs`; changes here are lost. -->\n"
LISTED_LATER = ("palette",)


def pages() -> dict[Path, str]:
    """Every reference page and what it should read."""
    return {
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "settings.md": settings_page(),
        REFERENCE / "scopes.md": scopes_page(),
        REFERENCE / "tables.md": tables_page(),
        REFERENCE / "guard.md": guard_page(),
    }


def commands_page() -> str:
    """Every verb, shortcut and modal."""
    words = Words()
    rows = [
        (
            f"`{' '.join(part for part in (verb.name, verb.usage) if part)}`",
            ", ".join(f"`{alias}`" for alias in verb.aliases),
            words.line(f"help/{verb.name}"),
        )
        for verb in everything.verbs.values()
        if verb.name not in LISTED_LATER
    ]
    manifest = read_manifest()
    shortcuts = [
        (each["name"], each["type"], each["description"])
        for each in manifest["features"]["shortcuts"]
    ]
    return page(
        "Commands",
        "Typed after `/incident`. Case, hyphens, spaces and plurals do not matter, but `action` "
        "adds and `actions` lists. Bare `/incident` shows what can be done here. Put `INC-7` in "
        "front to mean an incident other than the channel's.",
        table(("verb", "also accepted", "does"), rows),
        "## Shortcuts",
        table(("name", "where", "does"), shortcuts),
    )


def settings_page() -> str:
    """Every setting, its default and what it is for."""
    rows = [
        (f"`{name.upper()}`", _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "From the environment or from a file `.env` in the folder where `howbot` is started; the "
        "environment wins. `howbot doctor` checks them.",
        table(("setting", "default", "what it is"), rows),
    )


def _default(field: Any) -> str:
    value = field.get_default()
    if value is PydanticUndefined or value is None or not str(value):
        return ""
    return f"`{','.join(value) if isinstance(value, tuple) else value}`"


def scopes_page() -> str:
    """Every scope and event of the manifest, and what it is for."""
    manifest, purposes = read_manifest(), read_purposes()
    scopes = [
        (f"`{scope}`", purposes["scopes"].get(scope, ""))
        for scope in manifest["oauth_config"]["scopes"]["bot"]
    ]
    events = [
        (f"`{event}`", purposes["events"].get(event, ""))
        for event in manifest["settings"]["event_subscriptions"]["bot_events"]
    ]
    return page(
        "Scopes and events",
        "What `app_manifest.yml` asks of Slack. Nothing is asked for later use. The app-level "
        "token needs `connections:write` for Socket Mode.",
        table(("scope", "what it is for"), scopes),
        "## Events",
        table(("event", "what it is for"), events),
    )


def tables_page() -> str:
    """Every table and its columns."""
    parts = []
    for mapper in sorted(SQLModel._sa_registry.mappers, key=lambda each: each.local_table.name):
        parts.append(f"## {mapper.local_table.name}")
        parts.append((mapper.class_.__doc__ or "").strip().replace("\n    ", "\n"))
        rows = [
            (f"`{column.name}`", str(column.type).lower(), "yes" if column.nullable else "")
            for column in mapper.local_table.columns
        ]
        parts.append(table(("column", "type", "may be empty"), rows))
    return page(
        "Tables",
        "What Howbot keeps, in SQLite or PostgreSQL. Times are UTC; Slack's timestamps stay "
        "texts; everything belongs to a Slack workspace through `team_id`.",
        *parts,
    )


def guard_page() -> str:
    """Every rule of the language guard, with its reason and its examples."""
    kinds = {
        "Messages and answers": load_guard().of(MESSAGE),
        "Action items": load_action_rules().rules,
        "Causes": load_cause_rules().rules,
    }
    parts = []
    for kind, rules in kinds.items():
        parts.append(f"## {kind}")
        parts += [_rule(rule) for rule in sorted(rules, key=lambda each: each.family)]
    return page(
        "The language guard",
        "What it recognises in a review, and what it leaves alone. Whoever wrote such a sentence "
        "is told privately, with a question made of their own words; nothing is blocked. Code, "
        "quotations and `>` lines are not read, nor are texts that are not in English. The rules "
        "are data: `templates/guard/`. `howbot guard` reads any text; `make bench DATA=folder` "
        "measures. A context before an example says where it was written; without one it is an "
        "answer in a review.",
        *parts,
    )


def _rule(rule: Rule) -> str:
    where = f" Only in: {', '.join(sorted(rule.contexts))}." if rule.contexts else ""
    lines = [
        f"### {rule.family}: {rule.name}",
        f"{rule.explanation}{where}",
        f"> {rule.reason}",
        "Spoken about:",
        _examples(rule.flagged),
        "Left alone:",
        _examples(rule.neutral),
    ]
    return "\n\n".join(line for line in lines if line)


def _examples(examples: Iterable[Example]) -> str:
    return "\n".join(
        f"- {'' if each.context == 'retro' else each.context + ': '}{each.text}"
        for each in examples
    )


def page(title: str, introduction: str, *parts: str) -> str:
    """A page of Markdown."""
    return "\n\n".join((MADE + f"# {title}", introduction, *parts)) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [_row(heads), _row("---" for _ in heads)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def read_manifest() -> dict[str, Any]:
    """The app manifest."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "app_manifest.yml").read_text())
    return found


def read_purposes() -> dict[str, dict[str, str]]:
    """What each scope and event is for."""
    found: dict[str, dict[str, str]] = yaml.safe_load(PURPOSES.read_text())
    return found


def main() -> int:
    """Write the pages, or say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = 0
    for path, text in pages().items():
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        if check:
            print(f"{path.relative_to(ROOT)} is not as the code is: run make docs")
        else:
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
