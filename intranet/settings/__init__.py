"""Settings, in three rooms: what Parvis is (base), how it is guarded (security), what it talks to (services).

Everything that changes from one installation to another is read from the environment (`docs/operations.md`).
"""

from .base import *  # noqa: F403
from .security import *  # noqa: F403
from .services import *  # noqa: F403
