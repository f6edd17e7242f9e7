"""An empty mapping that values can share."""

from collections.abc import Iterator, Mapping


class NoFields(Mapping[str, str]):
    """An empty mapping that nobody can write to, and that pickles, which a MappingProxyType does not."""

    __slots__ = ()

    def __getitem__(self, name: str) -> str:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"


NO_FIELDS = NoFields()
