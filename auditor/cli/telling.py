"""What a command says beside its work: that words on the command line may identify somebody."""

import sys

from auditor.free_text import NO_SHAPE, look_through, told


def warn_of_names(*texts: tuple[str, str]) -> None:
    """Say on stderr which words may identify somebody; the command goes on, since only the writer can judge."""
    if found := look_through(texts):
        where = " and ".join(dict.fromkeys(one.where for one in found))
        print(f"ehcp-auditor: look at {where}, which is kept: {told(found)} {NO_SHAPE}", file=sys.stderr)
