"""The engine of many machines: Ray actors, each the host of one worker process of the local engine.

Whether a unit crashed, which record was at fault and what took too long is thus found out by the same code as on one
machine. When a host itself is lost, killed or with its node, Ray starts another and hands it the same group of units
again; outputs are whole or not there, so doing one twice changes nothing. On a cluster, inputs, output folder and
memory are paths that every node sees, and newsieve is installed on each.
"""

import io
import logging
import os
import pickle
import signal
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from newsieve.engines import Limits, Lost, Process, Unit
from newsieve.engines.local import Pool, group_units
from newsieve.errors import UsageError

_MOST_RETRIES = 3  # of a group whose host was lost
_AHEAD = 2  # groups that a host has, so that it need not wait for the next
_ANSWERS_WITHIN_S = 5.0
_STORE_BYTES = 128 << 20  # what travels is small: names one way, what became of them the other
# Nothing phones home, and no messages but our own.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_METRICS_EXPORT_PORT": "0",
}


def map_units(process: Process, units: Iterable[Unit], limits: Limits) -> Iterator[Any]:
    """Answers and Losts as they come. Closing the iterator ends the workers at once.

    Raises: UsageError where Ray is not installed, or the cluster at the address does not answer.
    """
    with _session(limits) as ray:
        hosts = _start_hosts(ray, process, limits)
        groups = group_units(units)
        busy = {
            host.work.remote(group): (host, group)
            for host, group in zip(cycle(hosts), islice(groups, _AHEAD * len(hosts)), strict=False)
        }
        while busy:
            for done in ray.wait(list(busy))[0]:
                host, group = busy.pop(done)
                answers = _take(ray, done, group)
                following = next(groups, None)
                if following is not None:
                    busy[host.work.remote(following)] = host, following
                yield from answers


def _take(ray: Any, done: Any, group: Sequence[Unit]) -> list[Any]:
    try:
        answers: list[Any] = ray.get(done)
    except ray.exceptions.RayError as error:
        reason = f"its worker was lost {_MOST_RETRIES + 1} times ({type(error).__name__})"
        return [Lost(unit, reason, 0, is_late=False) for unit in group]
    return answers


@contextmanager
def _session(limits: Limits) -> Iterator[Any]:
    """Ray, joined at its address or started here for the time of the body."""
    os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
    try:
        ray: Any = import_module("ray")  # 400 ms
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'newsieve[cluster]'") from error
    _silence(ray)
    if limits.address:
        _check_address(limits.address)
    handler = signal.getsignal(signal.SIGTERM)
    here = {"num_cpus": limits.jobs, "object_store_memory": _STORE_BYTES, "include_dashboard": False,
            "_node_ip_address": "127.0.0.1"}  # fmt: skip
    try:
        with redirect_stderr(io.StringIO()):  # it greets
            ray.init(limits.address or "local", logging_level=logging.ERROR, log_to_driver=False,
                     **({} if limits.address else here))  # fmt: skip
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        where = f"--address {limits.address}" if limits.address else "--engine ray"
        raise UsageError(f"{where}: Ray does not start ({str(error).splitlines()[0]})") from error
    signal.signal(signal.SIGTERM, handler)  # Ray puts one of its own there
    try:
        yield ray
    finally:
        ray.shutdown()


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
    """As many hosts as there are jobs; on a cluster, as it has processors."""
    count = int(ray.cluster_resources().get("CPU", limits.jobs)) if limits.address else limits.jobs
    host = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=_MOST_RETRIES)(_Host)
    return [host.remote(str(Path.cwd()), sys.path, pickle.dumps((process, limits))) for _ in range(max(1, count))]


class _Host:
    """One worker process of the local engine, kept from one group to the next."""

    def __init__(self, folder: str, path: list[str], work: bytes) -> None:
        os.chdir(folder)
        sys.path.extend(entry for entry in path if entry not in sys.path)
        process, limits = pickle.loads(work)  # noqa: S301  # after the path is there to import from
        self._pool = Pool(process, Limits(1, limits.timeout_s))

    def work(self, group: Sequence[Unit]) -> list[Any]:
        """Answers and Losts of the group's units, in any order."""
        return list(self._pool.run(iter([group])))
