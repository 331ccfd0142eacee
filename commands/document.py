"""The document and the eval cases, as files in the channel."""

from bot.flows.document import export
from bot.flows.runtime import Runtime
from commands.asking import of_command
from commands.registry import Outcome, Typed, verb


@verb("export", usage="[markdown|html|canvas|notebook|evals]")
def export_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Have the file shared where the incident is."""
    return runtime.once(typed.key, lambda unit: export(unit, of_command(typed), typed.rest))
