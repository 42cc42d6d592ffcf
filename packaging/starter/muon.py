"""Muon: momentum whose matrices are made orthogonal before each step.

Jordan et al. 2024, https://kellerjordan.github.io/posts/muon; the update is scaled as in Liu et
al. 2025 (arXiv:2502.16982), so that one learning rate serves matrices and the AdamW rest alike.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

# Quintic Newton-Schulz: pushes every singular value towards 1 in five rounds.
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix: Tensor, rounds: int = 5) -> Tensor:
    """The nearest matrix with all singular values near 1.

    The rounds' factors are polynomials of the Gram matrix X Xᵀ, which is smaller than X (9 times
    for a convolution): they are multiplied there, and X is touched once before and once after.
    Needs float32: in bfloat16 the rounding errors of the Gram matrix grow from round to round.
    """
    a, b, c = NEWTON_SCHULZ
    x = matrix.float()
    tall = x.size(0) > x.size(1)
    if tall:
        x = x.T
    x = x / (x.norm() + 1e-7)
    gram, one = x @ x.T, torch.eye(len(x), device=x.device)
    factor = one
    for _ in range(rounds):
        step = a * one + b * gram + c * gram @ gram
        factor = step @ factor
        gram = step @ gram @ step
    x = factor @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Muon for weight matrices and convolutions, AdamW for everything else."""

    def __init__(
        self,
        parameters: list[nn.Parameter],
        lr: float,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.98),
        weight_decay: float = 0.01,
    ) -> None:
        matrices = [p for p in parameters if p.ndim >= 2 and min(p.flatten(1).shape) >= 16]
        chosen = {id(p) for p in matrices}
        rest = [p for p in parameters if id(p) not in chosen]
        super().__init__(
            [{"params": matrices, "muon": True}, {"params": rest, "muon": False}],
            {
                "lr": lr,
                "momentum": momentum,
                "betas": betas,
                "weight_decay": weight_decay,
            },
        )

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Moves every parameter once."""
        for group in self.param_groups:
            parameters = [p for p in group["params"] if p.grad is not None]
            if group["muon"]:
                self._step_matrices(parameters, group)
            else:
                self._step_adam(parameters, group)

    def _step_matrices(self, parameters: list[Tensor], group: dict) -> None:
        rate, momentum = group["lr"], group["momentum"]
        for p in parameters:
            state = self.state[p]
            if "mean" not in state:
                state["mean"] = torch.zeros_like(p)
            mean = state["mean"].lerp_(p.grad, 1 - momentum)
            update = orthogonal(p.grad.lerp(mean, momentum).flatten(1))
            scale = 0.2 * max(update.shape) ** 0.5
            p.mul_(1 - rate * group["weight_decay"])
            p.add_(update.reshape(p.shape).to(p.dtype), alpha=-rate * scale)

    def _step_adam(self, parameters: list[Tensor], group: dict) -> None:
        rate, (beta1, beta2) = group["lr"], group["betas"]
        for p in parameters:
            state = self.state[p]
            if "mean" not in state:
                state["mean"] = torch.zeros_like(p)
                state["square"] = torch.zeros_like(p)
                state["count"] = 0
            state["count"] += 1
            mean = state["mean"].lerp_(p.grad, 1 - beta1)
            square = state["square"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
            corrected = 1 - beta2 ** state["count"]
            root = (square / corrected).sqrt_().add_(1e-8)
            p.addcdiv_(mean, root, value=-rate / (1 - beta1 ** state["count"]))
