"""Engine of one machine: worker processes that may crash or stand still.

A group of tasks goes to each worker over a pipe of its own. Numbers in shared memory say which task and which document
a worker is at, so whoever dies or exceeds the time limit takes exactly one task with it: the rest of its group goes to
the next worker. Each worker dies with its parent.

Pebble's ProcessPool was considered (5.2, by its source): it times out whole tasks, so that a time limit for one
document forbids both groups and containers, and it waits up to 3 s for a worker that does not listen.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from newsieve.engines import Heartbeat, Limits, Process, SizedTask, Watch, WorkerLost
from newsieve.engines.grouped_count import group_by
from newsieve.errors import OutputError
from newsieve.garbage import collect_rarely

__all__ = ["Pool", "group_by", "group_tasks", "map_tasks"]
GROUP_BYTES = 1 << 18
_SEND_EVERY_S = 0.2
_LONGEST_POLL_S = 0.25
# Terminals and systemd send these to all; the parent decides.
_STOPPING = {getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, n)}
_FILES_OF_WORKER = 10  # that it opens at once, with those that start it
_BEAT, _TASK, _NUMBER = range(3)  # places of a worker's shared numbers


def map_tasks(
    process: Process, tasks: Iterable[SizedTask], limits: Limits, watch: Watch | None = None
) -> Iterator[Any]:
    """Answers and WorkerLosts as they come. Closing the iterator ends the workers at once."""
    pool = Pool(process, limits, watch)
    try:
        yield from pool.run(group_tasks(tasks, limits))
    finally:
        pool.stop()


def group_tasks(tasks: Iterable[SizedTask], limits: Limits) -> Iterator[list[SizedTask]]:
    """Tasks in their order, in groups that are small enough to be shared out evenly.

    No task is taken before the group that is full goes out: whoever gives them may have no more by then.
    """
    group: list[SizedTask] = []
    size = 0
    for task in tasks:
        if group and size + task.size > GROUP_BYTES:
            yield group
            group, size = [], 0
        group.append(task)
        size += task.size
        if len(group) >= limits.group_tasks:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Worker:
    """A process, the parent's end of its pipe, its shared numbers, and the group that it is at."""

    def __init__(self, process: Process) -> None:
        # Workers are forked where that is safe: the parent has no threads, and they share what it has loaded.
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.numbers: MutableSequence[int] = context.RawArray("Q", 3)
        self.group: Sequence[SizedTask] = ()
        self.answered = 0
        self._beat, self._beat_at = 0, time.monotonic()
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(process, other, self.numbers, os.getpid()), daemon=True)
        try:
            self.process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            other.close()

    def give(self, group: Sequence[SizedTask]) -> None:
        """Hand it a group. Raises: OSError where it died."""
        self.group, self.answered = group, 0
        self._beat_at = time.monotonic()
        self.numbers[_TASK] = self.numbers[_NUMBER] = 0
        self.connection.send(group)

    def find_task(self) -> int:
        """Return the place in its group of the task that it is at."""
        return min(max(self.numbers[_TASK], self.answered), len(self.group) - 1)

    def look(self) -> tuple[SizedTask, int]:
        """Return the task that it is at, and the number of its last heartbeat."""
        return self.group[self.find_task()], self.numbers[_NUMBER]

    def is_late(self, timeout_s: float) -> bool:
        """Tell whether it has been at one document for longer than that."""
        beat, now = self.numbers[_BEAT], time.monotonic()
        if beat != self._beat:
            self._beat, self._beat_at = beat, now
        return now - self._beat_at > timeout_s

    def end(self) -> int | None:
        """Kill it. The exit code that it had, or the kill's."""
        self.process.kill()
        self.process.join()
        code: int | None = self.process.exitcode
        self.connection.close()
        return code


class Pool:
    """The workers, and the groups that come back from dead ones."""

    def __init__(self, process: Process, limits: Limits, watch: Watch | None = None) -> None:
        self._process, self._limits, self._jobs, self._watch = process, limits, limits.jobs, watch
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}
        self._returned: deque[Sequence[SizedTask]] = deque()

    def run(self, groups: Iterator[Sequence[SizedTask]]) -> Iterator[Any]:
        """Answers and WorkerLosts until there is nothing left to do."""
        poll_s = min(_LONGEST_POLL_S, self._limits.timeout_s / 4)
        while self._feed(groups):
            ready = set(wait(list(self._busy), poll_s))
            if self._watch:
                self._watch([worker.look() for worker in self._busy.values()])
            for connection, worker in list(self._busy.items()):
                if connection in ready:
                    yield from self._receive(worker)
                elif worker.is_late(self._limits.timeout_s):
                    yield from self._lose(worker, is_late=True)

    def stop(self) -> None:
        """End all workers, whatever they are at."""
        for worker in [*self._idle, *self._busy.values()]:
            worker.process.kill()
        for worker in [*self._idle, *self._busy.values()]:
            worker.end()
        self._idle, self._busy = [], {}

    def _feed(self, groups: Iterator[Sequence[SizedTask]]) -> bool:
        """Give each worker something to do; whether any is at work."""
        while len(self._busy) < self._jobs:
            group = self._returned.popleft() if self._returned else next(groups, None)
            if group is None:
                break
            worker = self._take_worker()
            if worker is None:
                self._returned.appendleft(group)
                break
            with suppress(OSError):  # it died meanwhile: its pipe's end says so at once
                worker.give(group)
        return bool(self._busy)

    def _take_worker(self) -> _Worker | None:
        """Return an idle worker or a new one; None where there is room only for those that are at work.

        Raises: OutputError where there is room for none.
        """
        try:
            with _hold_signals():
                if not self._idle:
                    _check_room()
                worker = self._idle.pop() if self._idle else _Worker(self._process)
                self._busy[worker.connection] = worker
        except (OSError, MemoryError) as error:
            self._jobs = len(self._busy)
            if not self._jobs:
                reason = getattr(error, "strerror", None) or "not enough memory"
                raise OutputError(
                    f"no worker can be started: {reason}; raise what limits it (ulimit -a shows all), or free memory"
                ) from error
            return None
        return worker

    def _receive(self, worker: _Worker) -> Iterator[Any]:
        try:
            answers = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lose(worker, is_late=False)
            return
        worker.answered += len(answers)
        if worker.answered >= len(worker.group):
            del self._busy[worker.connection]
            self._idle.append(worker)
        yield from answers

    def _lose(self, worker: _Worker, is_late: bool) -> Iterator[WorkerLost]:
        """End a worker: the task that it was at is lost, the others go back."""
        del self._busy[worker.connection]
        at = worker.find_task()
        number = worker.numbers[_NUMBER]
        code = worker.end()
        rest = [*worker.group[worker.answered : at], *worker.group[at + 1 :]]
        if rest:
            self._returned.append(rest)
        reason = f"took longer than {self._limits.timeout_s:g} s; raise --timeout" if is_late else _explain_exit(code)
        yield WorkerLost(worker.group[at], reason, number, is_late)


def _explain_exit(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"its process died of {signal.Signals(-code).name}"
    return f"its process ended with status {code}"


def _check_room() -> None:
    """Raises: OSError where a worker could not open the files that it needs."""
    spare = list[int]()
    try:
        while len(spare) < _FILES_OF_WORKER:
            spare.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for descriptor in spare:
            os.close(descriptor)


@contextmanager
def _hold_signals() -> Iterator[None]:
    """Signals wait, so that no worker starts with its parent's handlers and none is forgotten."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(process: Process, connection: Connection, numbers: MutableSequence[int], parent: int) -> None:
    """Return a worker's life: groups in, lists of answers out, in the tasks' order."""
    collect_rarely()
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    with suppress(RuntimeError):  # no thread to be had: it will see the pipe's end
        threading.Thread(target=_die_with_parent, args=(parent,), daemon=True).start()

    def heartbeat(number: int) -> None:
        numbers[_BEAT] += 1
        numbers[_NUMBER] = number

    try:
        while True:
            _work(process, connection.recv(), connection, numbers, heartbeat)
    except (EOFError, OSError):
        return  # the parent is gone
    except MemoryError:
        sys.exit(1)  # without a traceback: the parent says what it was at


def _work(process: Process, group: Sequence[SizedTask], connection: Connection, numbers: MutableSequence[int],
          heartbeat: Heartbeat) -> None:  # fmt: skip
    answers, sent_at = [], time.monotonic()
    for at, task in enumerate(group):
        numbers[_TASK], numbers[_NUMBER] = at, 0
        numbers[_BEAT] += 1
        answers.append(process(task, heartbeat))
        if time.monotonic() - sent_at > _SEND_EVERY_S and at + 1 < len(group):
            connection.send(answers)
            answers, sent_at = [], time.monotonic()
    connection.send(answers)


def _die_with_parent(parent: int) -> None:
    """Forked siblings hold the other end of the parent's pipe too, so its number is looked at as well."""
    process = multiprocessing.parent_process()
    while process is not None and not wait([process.sentinel], 0.5):
        if sys.platform != "win32" and os.getppid() != parent:
            break
    os._exit(1)
