"""What is done with files, one verb a module."""

from .pruning import prune_orphans
from .reading import read_waiting_texts
from .scanning import scan_again, scan_waiting_files
from .storing import atomic_with_files, digest, discard, release, store

__all__ = [
    "atomic_with_files",
    "digest",
    "discard",
    "prune_orphans",
    "read_waiting_texts",
    "release",
    "scan_again",
    "scan_waiting_files",
    "store",
]
