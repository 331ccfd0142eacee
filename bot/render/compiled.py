"""Templates as they were compiled before, so that a start does not compile hundreds of them.

Jinja keeps them in a folder of the system's temporary one that is this user's alone, each beside
a checksum of its source. Without them everything works, only a second or two of work later.

What is compiled depends on more than its source: whether values are escaped is compiled in, and
what a filter makes of a constant. So nothing is taken from another kind of environment, nor from
a release that renders otherwise.
"""

import hashlib
import pickle
from contextlib import suppress
from functools import cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket


class CompiledBefore(jinja2.FileSystemBytecodeCache):
    """What cannot be read is compiled anew; what cannot be written is done without."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled from the same source, if that is there."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled for the next start; a full disk stops nobody."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_before(kind: str) -> CompiledBefore | None:
    """For one kind of environment, known by name; None where no folder is safe from others."""
    try:
        return CompiledBefore(pattern=f"__howbot_{kind}_{_rendering()}_%s.cache")
    except (OSError, RuntimeError):
        return None


@cache
def _rendering() -> str:
    """What tells this release's filters and settings from those of others."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(each.read_bytes() for each in sources)).hexdigest()[:16]
