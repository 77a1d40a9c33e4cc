"""Processes that train one model together, each on its share of the examples: two cores, twice as fast."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import distributed, nn
from torch.multiprocessing.spawn import spawn


@dataclass(frozen=True, slots=True)
class Crew:
    """The process of that ``number`` among ``size``."""

    number: int
    size: int

    @property
    def leads(self) -> bool:
        """Whether it is the one that reports and writes."""
        return self.number == 0


def run_together(size: int, work: Callable[[Crew], None]) -> None:
    """Do ``work``, which can be pickled, in so many processes, with one thread each; wait for all."""
    with tempfile.TemporaryDirectory() as folder:
        spawn(_member, (size, f"file://{Path(folder) / 'meeting'}", work), nprocs=size)


def _member(number: int, size: int, meeting: str, work: Callable[[Crew], None]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=number, world_size=size)
    work(Crew(number, size))
    distributed.destroy_process_group()


def share_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Give each process the mean of all processes' gradients; nothing where there is but one process."""
    if not distributed.is_initialized():
        return
    gradients = [each.grad for each in parameters if each.grad is not None]
    whole = torch.cat([each.reshape(-1) for each in gradients])
    distributed.all_reduce(whole)
    whole /= distributed.get_world_size()
    for gradient, part in zip(gradients, whole.split([each.numel() for each in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


def wait_for_all() -> None:
    """Go on when all processes have come here."""
    if distributed.is_initialized():
        distributed.barrier()
