"""What a review finds, by verb and by button: the lists, and the forms to add or to change."""

from bot.flows import findings_forms
from bot.flows.findings_remedies import OFFERS, take_offer
from bot.flows.incidents import here
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest
from commands.registry import OpenView, Outcome, Typed, button, verb

# The verb that opens the same form as a button, where there is one.
VERBS = {"slice": "slice", "axis": "cause", "hypothesis": "hypothesis", "eval": "eval"}


@verb("slice", usage="[slice]")
def slices(runtime: Runtime, typed: Typed) -> Outcome:
    """The scope table, or the form begun with a slice's name."""
    return _list_or_form(runtime, typed)


@verb("cause", usage="[axis] [what changed]")
def causes(runtime: Runtime, typed: Typed) -> Outcome:
    """The axes and the how-chain, or the form begun with an axis."""
    return _list_or_form(runtime, typed)


@verb("hypothesis", usage="[statement]")
def hypotheses(runtime: Runtime, typed: Typed) -> Outcome:
    """The explanations side by side, or the form begun with one."""
    return _list_or_form(runtime, typed)


@verb("eval", usage="[input]")
def eval_cases(runtime: Runtime, typed: Typed) -> Outcome:
    """The eval cases, or the form begun with a failing input."""
    return _list_or_form(runtime, typed)


def _list_or_form(runtime: Runtime, typed: Typed) -> Outcome:
    with runtime.reading() as unit:
        incident = here(
            unit,
            number=typed.incident_number,
            channel=typed.channel,
            user=typed.user,
            lock=False,
        )
        text = plain_text(unit, typed.rest).strip()
        if not text:
            return findings_forms.list_findings(unit, incident, typed.verb)
        form = findings_forms.begin_form(unit, incident, typed.verb, text)
    return OpenView(form, instead=f"{runtime.house.command} {typed.verb} …")


@button(
    "finding.detection",
    "finding.slice",
    "finding.axis",
    "finding.chain",
    "finding.remedy",
    "finding.eval",
    "finding.lesson",
    "finding.hypothesis",
    "finding.factor",
    "finding.chance",
    "finding.check",
    "finding.table",
    "finding.severity",
    "finding.category",
)
def add_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """An empty form, with what is there already. The value is the incident's number."""
    kind = click.action.removeprefix("finding.")
    with runtime.reading() as unit:
        form = findings_forms.open_form(
            unit, int(click.value), click.user, kind, channel=click.channel
        )
    verb_name = VERBS.get(kind)
    instead = f"{runtime.house.command} {verb_name} …" if verb_name else ""
    return OpenView(form, instead=instead, on_top=bool(click.view_id))


@button("finding.change")
def change_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The form with the finding in it. The value is "7/slice/12"."""
    number, kind, finding_id = click.value.split("/")
    with runtime.reading() as unit:
        form = findings_forms.open_form(
            unit,
            int(number),
            click.user,
            kind,
            channel=click.channel,
            change=int(finding_id),
        )
    return OpenView(form, on_top=bool(click.view_id))


@button("chain.answer", "chain.branch")
def chain_chosen(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The how-chain's form at the question that was chosen. The value is "7/under/12".

    What was typed under another question in the same form goes with it.
    """
    number, _, place = click.value.partition("/")
    draft = click.values.get(f"answer_{click.data.get('position')}") or ""
    with runtime.reading() as unit:
        form = findings_forms.open_chain(
            unit, int(number), click.user, place, channel=click.channel, draft=str(draft)
        )
    return OpenView(form, instead=f"{runtime.house.command} cause", in_place_of=click.view_id)


@button(*(f"remedy.{code}" for code in OFFERS))
def offer_taken(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """A remedy that is offered after a provider's change, added as it reads."""
    number, code = int(click.value), click.action.removeprefix("remedy.")
    return runtime.once(
        click.key,
        lambda unit: take_offer(unit, number, code, by=click.user, channel=click.channel),
    )
