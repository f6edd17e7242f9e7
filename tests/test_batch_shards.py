"""Where large containers are cut, and that no line of one is held to find out; what a manifest gives back."""

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.batch import manifest, shards
from newsieve.batch.manifest import FAILED, RETRY, SKIPPED, WRITTEN, Manifest, ManifestRow, read_rows
from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.signature import signature_of
from newsieve.read import ReadOptions, Source

LINES = st.lists(
    st.sampled_from([b"", b" \t", b"{}", b'{"text": "a"}', b"\xef\xbb\xbf{}", b"x" * 40, b"\r"]), max_size=30
)
NAMES = st.binary(min_size=1, max_size=20).map(os.fsdecode)
NUMBERS = st.integers(-(1 << 63), (1 << 63) - 1)
ROWS = st.builds(
    ManifestRow, NAMES, NAMES, NAMES, NAMES, st.tuples(*[NUMBERS] * 4), st.binary(max_size=16), st.binary(max_size=16),
    st.sampled_from([WRITTEN, SKIPPED, FAILED, RETRY]), NUMBERS,
)  # fmt: skip


@given(lines=LINES, ends=st.booleans(), shard_bytes=st.integers(1, 90), read_bytes=st.integers(1, 50))
def test_shards_of_lines_tile_the_file_and_count_its_records(
    lines: list[bytes], ends: bool, shard_bytes: int, read_bytes: int
) -> None:
    data = b"\n".join(lines) + b"\n" * ends
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_BYTES", shard_bytes)
        patch.setattr(shards, "_READ_BYTES", read_bytes)
        parts = list(shards._cut_lines(io.BytesIO(data)))
    assert [part.start for part in parts] == [0, *(part.end for part in parts)][: len(parts)]
    assert (parts[-1].end if parts else 0) == len(data)
    for part in parts:
        before = data[: part.start]
        assert before == b"" or before.endswith(b"\n")
        assert part.before == sum(bool(line.strip()) for line in before.split(b"\n"))
        assert part.end - part.start >= shard_bytes or part is parts[-1]


def test_a_line_as_long_as_the_file_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    path.write_bytes(b'{"text": "A tram came late."}\n')
    os.truncate(path, 200 << 20)
    tracemalloc.start()
    try:
        found = shards.find_shards(Source(str(path)), 200 << 20, ReadOptions())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == []
    assert peak < 8 << 20


@given(st.lists(ROWS, max_size=8, unique_by=lambda row: row.output))
def test_a_manifest_gives_back_its_rows(tmp_path_factory: pytest.TempPathFactory, rows: list[ManifestRow]) -> None:
    folder = OutputFolder(str(tmp_path_factory.mktemp("out")))
    try:
        kept = Manifest(folder, "ledger.sqlite", "t.tmp")
        for row in rows:
            kept.put(row)
        kept.drop([rows[0].output] if rows else [])
        kept.save()
        assert sorted(read_rows(folder, "ledger.sqlite") or []) == sorted(rows[1:])
        assert [path.name for path in Path(folder.path).iterdir()] == ["ledger.sqlite"] * bool(rows)
    finally:
        folder.close()


def make_row(output: str) -> ManifestRow:
    return ManifestRow(output, "a", "/a", "", (1, 2, 3, 4), b"", b"", WRITTEN, 5)


@pytest.mark.parametrize(("share", "saved"), [(0, 2), (1 << 40, 1)], ids=["at once", "not so soon"])
def test_a_manifest_is_saved_now_and_then(
    share: int, saved: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As seldom as saving takes long, so that it costs a run of any size the same share of its time."""
    monkeypatch.setattr(manifest, "_SAVE_EVERY_S", 0)
    monkeypatch.setattr(manifest, "_SHARE_OF_TIME", share)
    folder = OutputFolder(str(tmp_path))
    rows = Manifest(folder, "ledger.sqlite", "t.tmp")
    for output in ("a", "b"):
        rows.put(make_row(output))
    assert [row.output for row in read_rows(folder, "ledger.sqlite") or []] == ["a", "b"][:saved]
    folder.close()


@pytest.mark.parametrize(("inode", "kept"), [(5, 5), ((1 << 63) - 1, (1 << 63) - 1), (1 << 63, -(1 << 63))])
def test_an_inode_fits_the_manifest(inode: int, kept: int) -> None:
    status = os.stat_result((0o100644, inode, 1, 1, 0, 0, 7, 0, 0, 0))
    assert (signature_of(status)[0], signature_of(status)[3]) == (7, kept)


def test_outputs_have_the_mode_of_the_umask(tmp_path: Path) -> None:
    folder, before = OutputFolder(str(tmp_path)), os.umask(0o027)
    try:
        with folder.replace("sub/a.txt", "t.tmp") as write:
            write("A tram.")
    finally:
        os.umask(before)
        folder.close()
    assert [oct(path.stat().st_mode & 0o777) for path in (tmp_path / "sub", tmp_path / "sub" / "a.txt")] == [
        "0o750",
        "0o640",
    ]
