"""The memory of paragraphs that sites repeat: one SQLite file, keyed by (site, fingerprint, document).

`add_occurrences` is its one writer: in a transaction of its own for each block, so that two learners at once wait for
each other and lose nothing, and a document that was learned before adds nothing. Counts are kept beside the occurrences
from the second document on, and a paragraph's text from then on too, since most paragraphs occur once.

`open_memory` gives a Snapshot, which answers for the memory as it was at that moment: every row carries the number of
the transaction that brought it (its epoch), so a worker that opens the file later sees what the others see. Documents
that are nearly the one that is asked about (a story that is syndicated or updated) count as one.
"""

from newsieve.repetition.exchange import export_memory, import_memory
from newsieve.repetition.record import DocumentRecord, make_record, record_document
from newsieve.repetition.snapshot import Snapshot, open_memory
from newsieve.repetition.store import (
    add_occurrences,
    default_path,
    forget,
    is_new,
    learn,
    list_repeats,
    list_sites,
    make_memory,
)

__all__ = [
    "DocumentRecord",
    "Snapshot",
    "add_occurrences",
    "default_path",
    "export_memory",
    "forget",
    "import_memory",
    "is_new",
    "learn",
    "list_repeats",
    "list_sites",
    "make_memory",
    "make_record",
    "open_memory",
    "record_document",
]
