"""Starts howbot from the command line."""


def main() -> int:
    """Run one subcommand and return its exit status."""
    return 0
