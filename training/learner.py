"""What changes while a network learns, and how it is taken up again."""

import random
from typing import Any, NamedTuple

import torch
from torch import nn


class Average:
    """The running average of a network's weights, which does better than the last ones."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self.keep = keep
        self.seen = 0
        self.weights = {name: value.clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def add(self, model: nn.Module) -> None:
        """Count the weights of one more step."""
        self.seen += 1
        keep = min(self.keep, self.seen / (self.seen + 10))
        own = list(self.weights.values())
        new = list(model.state_dict().values())
        torch._foreach_lerp_(own, new, 1 - keep)


class Learner(NamedTuple):
    """All that changes while a network learns."""

    model: nn.Module
    average: Average
    optimizer: torch.optim.Optimizer
    rates: torch.optim.lr_scheduler.LambdaLR
    chance: random.Random

    def state(self, number: int, epoch: int) -> dict[str, Any]:
        """Give what a run needs to go on after an epoch of a round."""
        return {
            "round": number,
            "epoch": epoch,
            "weights": self.model.state_dict(),
            "average": self.average.weights,
            "seen": self.average.seen,
            "optimizer": self.optimizer.state_dict(),
            "rates": self.rates.state_dict(),
            "chance": self.chance.getstate(),
            "torch": torch.get_rng_state(),
        }

    def restore(self, state: dict[str, Any]) -> int:
        """Take up what ``state`` gave; gives the epochs that are done."""
        self.model.load_state_dict(state["weights"])
        self.average.weights, self.average.seen = state["average"], state["seen"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.rates.load_state_dict(state["rates"])
        self.chance.setstate(state["chance"])
        torch.set_rng_state(state["torch"])
        epoch: int = state["epoch"]
        return epoch
