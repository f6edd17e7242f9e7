"""A stream cut into pieces at what stands between them, none of which is held when it is larger than allowed."""

import re
from collections.abc import Iterator

from newsieve.read.streams import Peekable

_CHUNK = 1 << 18


def split_stream(stream: Peekable, between: re.Pattern[bytes], max_size: int, longest: int) -> Iterator[bytes | None]:
    """The pieces in order without what matched, None in the place of one of more than `max_size` bytes.

    `longest` is how many bytes a match and what it looks at can have. No piece for an empty stream.
    """
    data, searched, is_large = bytearray(), 0, False
    while True:
        found = between.search(data, searched)
        if found and (found.end() + longest <= len(data) or not (more := stream.read(_CHUNK))):
            yield None if is_large or found.start() > max_size else bytes(data[: found.start()])
            del data[: found.end()]
            searched, is_large = 0, False
            continue
        if not found:
            more = stream.read(_CHUNK)
            if not more:
                break
        searched = found.start() if found else max(0, len(data) - longest)
        data += more
        if searched > max_size:
            del data[:searched]
            searched, is_large = 0, True
    if data or is_large:
        yield None if is_large or len(data) > max_size else bytes(data)
