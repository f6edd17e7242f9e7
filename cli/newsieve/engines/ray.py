"""Engine of many machines: Ray actors, each the host of one worker process of the local engine.

Whether a task crashed, which record was at fault and what took too long is thus found out by the same code as on one
machine. When a host itself is lost, killed or with its node, Ray starts another and hands it the same group of tasks
again; outputs are whole or not there, so doing one twice changes nothing. On a cluster, inputs, output folder and
memory are paths that every node sees, and newsieve is installed on each.

Occurrences are gathered by Ray Data: shuffled into shares by their fingerprint, which is a hash, and each share grouped
by itself. A task that is lost is done again, and what there is no room for in memory goes to disk.
"""

import io
import logging
import os
import pickle
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from secrets import token_hex
from typing import Any

from newsieve.engines import Limits, Process, Read, SizedTask, Watch, WorkerLost
from newsieve.engines.grouped_count import cut_blocks
from newsieve.engines.local import Pool, group_tasks
from newsieve.errors import OutputError, UsageError
from newsieve.types import ParagraphOccurrence

_MOST_RETRIES = 3  # of a group whose host was lost
_AHEAD = 2  # groups that a host has, so that it need not wait for the next
_ANSWERS_WITHIN_S = 5.0
_STORE_BYTES = 128 << 20  # what travels is small: names one way, what became of them the other
_SHARE_BYTES, _BLOCK_BYTES = 32 << 20, 16 << 20  # that are grouped at once, and that travel together
_MOST_ROWS, _MOST_TASKS = 10_000, 1000
# Nothing phones home, and no messages but our own.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_METRICS_EXPORT_PORT": "0",
}
# Ray binds to the loopback where it takes this machine for one that no cluster can be made of. Whoever connects needs
# a token (since Ray 2.52).
_LOCAL = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}
_LONGEST_PARENT = 24  # bytes
_MOST_SWEEPS, _SWEEP_AFTER_S = 20, 0.1


def map_tasks(
    process: Process, tasks: Iterable[SizedTask], limits: Limits, _watch: Watch | None = None
) -> Iterator[Any]:
    """Answers and WorkerLosts as they come. Closing the iterator ends the workers at once.

    Raises: UsageError where Ray is not installed, or the cluster at the address does not answer.
    """
    with _session(limits) as ray:
        hosts = _start_hosts(ray, process, limits)
        groups = group_tasks(tasks, limits)
        busy = {
            host.work.remote(group): (host, group)
            for host, group in zip(cycle(hosts), islice(groups, _AHEAD * len(hosts)), strict=False)
        }
        while busy:
            [done, *_], _ = ray.wait(list(busy))
            host, group = busy.pop(done)
            answers = _take(ray, done, group)
            if (following := next(groups, None)) is not None:
                busy[host.work.remote(following)] = host, following
            yield from answers


def group_by(read: Read, tasks: Iterable[SizedTask], limits: Limits) -> Iterator[list[ParagraphOccurrence]]:
    """Return the tasks' occurrences, each once, in blocks.

    Raises: UsageError where Ray is not installed, or the cluster at the address does not answer.
    """
    listed = list(tasks)
    groups = [pickle.dumps((read, group)) for group in group_tasks(listed, limits)]
    if not groups:
        return
    with _session(limits) as ray:
        cores = _count_jobs(ray, limits)
        shares = max(cores, sum(task.size for task in listed) // _SHARE_BYTES)
        items = _load_data().from_items(groups, override_num_blocks=min(len(groups), _MOST_TASKS))
        occurrences = items.map_batches(
            _Reader(str(Path.cwd()), sys.path, shares), batch_size=1, batch_format="pyarrow"
        )
        gathered = occurrences.groupby("share").map_groups(_unify, batch_format="pyarrow")
        try:
            for table in gathered.iter_batches(batch_size=None, batch_format="pyarrow"):
                yield from cut_blocks(_read_groups(table))
        except (ray.exceptions.WorkerCrashedError, ray.exceptions.ObjectLostError) as error:
            raise OutputError(f"--engine ray: workers were lost again and again ({type(error).__name__})") from error


def _take(ray: Any, done: Any, group: Sequence[SizedTask]) -> list[Any]:
    try:
        answers: list[Any] = ray.get(done)
    except ray.exceptions.RayError as error:
        reason = f"its worker was lost {_MOST_RETRIES + 1} times ({type(error).__name__})"
        return [WorkerLost(task, reason, 0, is_late=False) for task in group]
    return answers


@contextmanager
def _session(limits: Limits) -> Iterator[Any]:
    """Ray, joined at its address or started here for the time of the body."""
    is_set = bool(limits.address) or "ray" in sys.modules  # it reads its token once
    defaults = _QUIET if is_set else _QUIET | _LOCAL | {"RAY_AUTH_TOKEN": token_hex(32)}
    os.environ.update({name: value for name, value in defaults.items() if name not in os.environ})
    try:
        ray: Any = import_module("ray")  # 400 ms
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'newsieve[cluster]'") from error
    _silence(ray)
    if limits.address:
        _check_address(limits.address)
    with ExitStack() as stack:
        _start(ray, limits, {} if limits.address else {
            "num_cpus": limits.jobs, "object_store_memory": _STORE_BYTES, "include_dashboard": False,
            "_node_ip_address": "127.0.0.1", "_temp_dir": stack.enter_context(_private_folder())})  # fmt: skip
        stack.callback(ray.shutdown)
        yield ray


def _start(ray: Any, limits: Limits, settings: dict[str, Any]) -> None:
    """Join Ray or start it, in silence and without its handlers of signals. Raises: UsageError."""
    heard = [number for number in (signal.SIGTERM, signal.SIGINT) if callable(signal.getsignal(number))]
    handlers = {number: signal.getsignal(number) for number in heard}
    try:
        with redirect_stderr(io.StringIO()):  # it greets
            ray.init(limits.address or "local", logging_level=logging.ERROR, log_to_driver=False, **settings)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        where = f"--address {limits.address}" if limits.address else "--engine ray"
        raise UsageError(f"{where}: Ray does not start ({str(error).splitlines()[0]})") from error
    for number, handler in handlers.items():
        signal.signal(number, handler)  # Ray puts its own there


@contextmanager
def _private_folder() -> Iterator[str]:
    """Give a folder that nobody else can enter, for Ray's sockets, logs and what it spills; gone at the end.

    Ray opens its own folder to all, so that stands in another one. The paths of its sockets have room for 107 bytes.
    """
    parent = tempfile.gettempdir()
    outer = tempfile.mkdtemp(prefix="newsieve-", dir=parent if len(parent) <= _LONGEST_PARENT else "/tmp")  # noqa: S108
    try:
        yield str(Path(outer, "ray"))
    finally:
        for _ in range(_MOST_SWEEPS):  # its processes write their last words
            shutil.rmtree(outer, ignore_errors=True)
            if not Path(outer).exists():
                break
            time.sleep(_SWEEP_AFTER_S)


def _load_data() -> Any:
    """Ray Data without bars and messages, shuffling by tasks alone.

    Its newer shuffles keep rows in actors: these are lost with all that they hold, and take 4 s to start.
    """
    data: Any = import_module("ray.data")  # 500 ms
    context = data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    context.shuffle_strategy = "sort_shuffle_pull_based"
    context.target_max_block_size = _BLOCK_BYTES
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return data


class _Reader:
    """Makes tables of rows on a worker, each row with the number of its share."""

    def __init__(self, folder: str, path: list[str], shares: int) -> None:
        self._folder, self._path, self._shares = folder, path, shares

    def __call__(self, batch: Any) -> Iterator[Any]:
        _prepare_worker(self._folder, self._path)
        for work in batch.column("item").to_pylist():
            read, group = pickle.loads(work)  # noqa: S301  # after the path is there to import from
            occurrences = (occurrence for task in group for occurrence in read(task))
            while some := list(islice(occurrences, _MOST_ROWS)):
                yield self._make_table(some)
            yield self._make_table([])  # so that there are columns to group by, where there are no rows at all

    def _make_table(self, occurrences: Sequence[ParagraphOccurrence]) -> Any:
        import pyarrow as pa

        rows = [occurrence._asdict() | {"share": occurrence.fingerprint % self._shares} for occurrence in occurrences]
        return pa.Table.from_pylist(rows, pa.schema({"site": pa.string(), "fingerprint": pa.int64(),
                                    "document": pa.int64(), "text": pa.string(), "share": pa.int64()}))  # fmt: skip


def _unify(share: Any) -> Any:
    """Return a row for each site's fingerprint: its distinct documents, and the last of its texts."""
    grouped = share.group_by(["site", "fingerprint"], use_threads=False)
    return grouped.aggregate([("document", "distinct"), ("text", "max")])


def _read_groups(table: Any) -> Iterator[Iterator[ParagraphOccurrence]]:
    columns = [table.column(name).to_pylist() for name in ("site", "fingerprint", "document_distinct", "text_max")]
    for site, fingerprint, documents, text in zip(*columns, strict=True):
        yield (ParagraphOccurrence(site, fingerprint, document, text) for document in documents)


def _prepare_worker(folder: str, path: Sequence[str]) -> None:
    """Make a worker find what the run's own process finds."""
    os.chdir(folder)
    sys.path.extend(entry for entry in path if entry not in sys.path)


def _silence(ray: Any) -> None:
    """Keep Ray's own messages off stdout. Ray 2.60 prints there that it retries a task, whatever its logging says."""
    worker: Any = getattr(ray._private, "worker", None)  # noqa: SLF001
    if hasattr(worker, "print_to_stdstream"):
        worker.print_to_stdstream = lambda *_args, **_kwargs: None


def _check_address(address: str) -> None:
    """Raises: UsageError where nobody listens at HOST:PORT; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdigit()):
        return  # "auto" or the name of a cluster
    try:
        socket.create_connection((host, int(port)), _ANSWERS_WITHIN_S).close()
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"--address {address}: no cluster answers there ({error}); start one with: ray start --head"
        ) from error


def _start_hosts(ray: Any, process: Process, limits: Limits) -> list[Any]:
    """Start as many hosts as there are jobs; on a cluster, as it has processors."""
    host = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=_MOST_RETRIES)(_Host)
    work = pickle.dumps((process, limits))
    return [host.remote(str(Path.cwd()), sys.path, work) for _ in range(_count_jobs(ray, limits))]


def _count_jobs(ray: Any, limits: Limits) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", limits.jobs))) if limits.address else limits.jobs


class _Host:
    """Worker process of the local engine, kept from one group to the next."""

    def __init__(self, folder: str, path: list[str], work: bytes) -> None:
        _prepare_worker(folder, path)
        process, limits = pickle.loads(work)  # noqa: S301  # after the path is there to import from
        self._pool = Pool(process, Limits(1, limits.timeout_s))

    def work(self, group: Sequence[SizedTask]) -> list[Any]:
        """Answers and WorkerLosts of the group's tasks, in any order."""
        return list(self._pool.run(iter([group])))
