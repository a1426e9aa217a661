"""Guides and roll-outs, one noun a module."""

from .board import PASSED, Cell, Line, lines_of, passed_by_step
from .guides import GuideIndexPage, GuidePage, GuideStep
from .rollouts import NamedAgent, Rollout, StepStatus

__all__ = [
    "PASSED",
    "Cell",
    "GuideIndexPage",
    "GuidePage",
    "GuideStep",
    "Line",
    "NamedAgent",
    "Rollout",
    "StepStatus",
    "lines_of",
    "passed_by_step",
]
