"""Everything a person can type, set or grant is documented, and the pages are as the code is."""

import re
from pathlib import Path

from bot.settings import Settings
from commands.registry import everything
from docs.build import LISTED_LATER, ROOT, pages, read_manifest, read_purposes


def test_the_reference_pages_are_as_the_code_is() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text() != text]
    assert stale == []


def test_every_command_says_what_it_does() -> None:
    for verb in everything.verbs.values():
        words = (ROOT / f"templates/slack/lines/help/{verb.name}.j2").read_text().strip()
        assert words, verb.name


def test_every_command_is_on_the_reference_page() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text()
    listed = set(re.findall(r"^\| `(\w+)", text, re.MULTILINE))
    assert listed >= set(everything.verbs) - set(LISTED_LATER)


def test_every_setting_says_what_it_is() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"`{name.upper()}`" in text


def test_every_scope_and_event_says_what_it_is_for() -> None:
    manifest, purposes = read_manifest(), read_purposes()
    assert set(purposes["scopes"]) == set(manifest["oauth_config"]["scopes"]["bot"])
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(purposes["events"]) == set(events)


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_no_document_names_a_registry_or_a_path_of_one_machine() -> None:
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]:
        assert not re.search(r"/(home|root|Users)/\w", page.read_text()), Path(page).name
