"""Templates as they were compiled before, so that a start does not compile hundreds of them.

Jinja keeps them in a folder of the system's temporary one that is this user's alone, each beside
a checksum of its source. Without them everything works, only a second or two of work later.
"""

import pickle
from contextlib import suppress

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


def compiled_before() -> CompiledBefore | None:
    """None where there is no folder that is safe from others."""
    try:
        return CompiledBefore()
    except (OSError, RuntimeError):
        return None
