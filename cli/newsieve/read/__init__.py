"""Names in, Documents out, one by one: names -> sources -> streams -> records -> decoded text.

`sources` finds the files behind the names, `streams` takes compression off, `formats` tells which module takes the
stream apart, `decode` makes text of bytes and `markup` tells a page from a text. Only one record is held at a time.
What cannot be read comes out as a Failure in its place; nothing is raised for a broken input, so that it costs no other
input its result.
"""

from newsieve.read.decode import strip_controls
from newsieve.read.records import (
    InputFormat,
    Notes,
    ReadOptions,
    check_address,
    describe_empty,
    describe_nothing,
    read_documents,
    read_inputs,
    spell_site,
)
from newsieve.read.sources import (
    STATE,
    STDIN,
    Part,
    Selection,
    Source,
    can_hold_many,
    check_names,
    find_sources,
    would_list,
)

__all__ = [
    "STATE",
    "STDIN",
    "InputFormat",
    "Notes",
    "Part",
    "ReadOptions",
    "Selection",
    "Source",
    "can_hold_many",
    "check_address",
    "check_names",
    "describe_empty",
    "describe_nothing",
    "find_sources",
    "read_documents",
    "read_inputs",
    "spell_site",
    "strip_controls",
    "would_list",
]
