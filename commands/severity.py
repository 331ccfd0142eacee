"""Changing how much an incident matters."""

from bot.flows.runtime import Runtime
from bot.flows.severity import change_severity
from commands.asking import of_command
from commands.registry import Outcome, Typed, verb


@verb("severity", "sev", usage="S1|S2|S3")
def severity_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Set the severity."""
    return runtime.once(
        typed.key, lambda unit: change_severity(unit, of_command(typed), typed.rest)
    )
