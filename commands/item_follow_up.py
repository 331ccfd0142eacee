"""What becomes of an action item: accepted, moved, blocked, done, confirmed, dropped …"""

import re
from collections.abc import Callable

from bot.core.action_items import ProofKind
from bot.core.errors import Refused
from bot.core.improvement import Better
from bot.core.incident import key, parse_item_key
from bot.flows.action_items import WhichItem, which_here
from bot.flows.answers import Answer
from bot.flows.item_dates import NewDate, change_date, snooze_item
from bot.flows.item_forms import (
    block_form,
    close_form,
    date_form,
    drop_form,
    hand_over_form,
    proof_form,
    snooze_form,
)
from bot.flows.item_owners import hand_over_item
from bot.flows.item_proofs import (
    Evidence,
    Figures,
    add_proof,
    close_item,
    confirm_item,
    say_direction,
)
from bot.flows.item_states import (
    accept_item,
    block_item,
    drop_item,
    reach_checkpoint,
    reopen_item,
    start_item,
    unblock_item,
)
from bot.flows.runtime import Runtime, Unit
from bot.flows.tracker_asked import open_issue
from bot.render.environment import Context
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.action_items import in_form
from commands.asking import of_command
from commands.registry import OpenView, Outcome, Typed, button, submission, verb

_NUMBER = re.compile(r"(?:item\s*)?#?([1-9][0-9]{0,8})", re.IGNORECASE)


@verb("done", "complete", usage="<n> [link]")
def done_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The proof modal of the item with this number; what comes after it is the link."""
    named, _, rest = typed.rest.partition(" ")
    with runtime.reading() as unit:
        which = _named(unit, typed, named)
        return _modal(unit, close_form(unit, which, link=rest), which)


def _named(unit: Unit, typed: Typed, named: str) -> WhichItem:
    """From `2`, `#2` or `INC-7/2`; Refused("which_item") where no item is named."""
    if found := parse_item_key(named):
        return WhichItem(*found, by=typed.user)
    number = _NUMBER.fullmatch(named)
    return which_here(unit, of_command(typed), int(number[1]) if number else None)


@button("item.done")
def done_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Done…* in a reminder, a list or App Home."""
    return _open(runtime, click, close_form)


@button("item.snooze")
def snooze_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Snooze* in a reminder; after two snoozes it is *Change the date*."""
    return _open(runtime, click, snooze_form)


@button("item.change_date")
def date_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Change the date* in a reminder or a list."""
    return _open(runtime, click, date_form)


@button("item.drop")
def drop_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Drop* in a list."""
    return _open(runtime, click, drop_form)


@button("item.start")
def start_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Start* in a list."""
    return runtime.once(click.key, lambda unit: start_item(unit, _clicked(click)))


@button("item.reopen")
def reopen_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Reopen* in a list."""
    return runtime.once(click.key, lambda unit: reopen_item(unit, _clicked(click)))


@button("item.accept")
def accept_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Accept* in the message on assignment."""
    return runtime.once(click.key, lambda unit: accept_item(unit, _clicked(click)))


@button("item.hand_over")
def hand_over_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Hand over* in a reminder or a list."""
    return _open(runtime, click, hand_over_form)


@button("item.block")
def block_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Blocked* in a reminder or a list."""
    return _open(runtime, click, block_form)


@button("item.unblock")
def unblock_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Unblocked* in a list."""
    return runtime.once(click.key, lambda unit: unblock_item(unit, _clicked(click)))


@button("item.confirm")
def confirm_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Confirm* where it was told that an item is done."""
    return runtime.once(click.key, lambda unit: confirm_item(unit, _clicked(click)))


@button("item.proof")
def proof_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Add a proof* where it was told that an item is done."""
    return _open(runtime, click, proof_form)


@button(*(f"item.better_{better}" for better in Better))
def direction_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Lower is better* or *Higher is better*, where an item's figures are shown."""
    better = Better(click.action.partition("_")[2])
    return runtime.once(click.key, lambda unit: say_direction(unit, _clicked(click), better))


@button("item.open_issue")
def open_issue_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Open in tracker* where an item has no issue."""
    return runtime.once(click.key, lambda unit: open_issue(unit, _clicked(click)))


@button("item.checkpoint")
def checkpoint_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Checkpoint reached* in a reminder or a list; the value is "INC-7/2 12"."""
    named, _, checkpoint = click.value.partition(" ")
    which = _which(named, click.user)
    return runtime.once(click.key, lambda unit: reach_checkpoint(unit, which, int(checkpoint)))


@submission("close_item")
def close_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Close with proof* was sent in."""
    return _once(runtime, form, lambda unit: close_item(unit, _of_form(form), _evidence(form)))


@submission("add_proof")
def proof_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The same modal was sent in for an item that is done."""
    return _once(runtime, form, lambda unit: add_proof(unit, _of_form(form), _evidence(form)))


def _evidence(form: SubmissionRequest) -> Evidence:
    figures = Figures(
        form.text("before"), form.text("after"), form.text("unit"), form.text("better")
    )
    return Evidence(ProofKind(form.text("kind")), form.text("link"), form.text("note"), figures)


@submission("block_item")
def block_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Blocked* was sent in."""
    obstacle = form.text("obstacle")
    return _once(runtime, form, lambda unit: block_item(unit, _of_form(form), obstacle))


@submission("hand_over_item")
def hand_over_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Hand over* was sent in."""
    to, reason = form.text("owner"), form.text("reason")
    return _once(runtime, form, lambda unit: hand_over_item(unit, _of_form(form), to, reason))


@submission("snooze_item")
def snooze_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Snooze* was sent in."""
    days, reason = int(form.text("days") or 0), form.text("reason")
    return _once(runtime, form, lambda unit: snooze_item(unit, _of_form(form), days, reason))


@submission("change_item_date")
def date_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Change the date* was sent in."""
    new = NewDate(form.text("due_on"), form.text("reason"), form.text("way"), form.text("smaller"))
    return _once(runtime, form, lambda unit: change_date(unit, _of_form(form), new))


@submission("drop_item")
def drop_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Drop* was sent in."""
    return _once(runtime, form, lambda unit: drop_item(unit, _of_form(form), form.text("reason")))


def _once(runtime: Runtime, form: SubmissionRequest, work: Callable[[Unit], Answer]) -> Answer:
    return runtime.once(form.key, lambda unit: in_form(unit, work(unit)))


def _of_form(form: SubmissionRequest) -> WhichItem:
    return WhichItem(int(form.data["incident"]), int(form.data["item"]), by=form.user)


def _clicked(click: ButtonRequest) -> WhichItem:
    return _which(click.value, click.user)


def _which(named: str, user: str) -> WhichItem:
    found = parse_item_key(named)
    if found is None:
        raise Refused("unknown_button")
    return WhichItem(*found, by=user)


def _open(
    runtime: Runtime, click: ButtonRequest, form: Callable[[Unit, WhichItem], Context]
) -> OpenView:
    which = _clicked(click)
    with runtime.reading() as unit:
        return _modal(unit, form(unit, which), which)


def _modal(unit: Unit, view: Context, which: WhichItem) -> OpenView:
    instead = f"{unit.house.command} done {key(which.incident)}/{which.number}"
    return OpenView(unit.words.view(view), instead=instead)
