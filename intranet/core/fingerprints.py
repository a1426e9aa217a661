"""Two people change one thing: the second is told."""

import hashlib
import json
from typing import Any


def fingerprint(*said: Any) -> str:
    """What is said of a thing, in a few letters: two that differ were changed in between. A form carries what its page
    showed; the action compares it with what is kept.
    """
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]
