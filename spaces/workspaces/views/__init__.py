"""Pages of spaces, one noun a module; and what the pages of any app inside a space ask for."""

from .context import space_context, space_or_404

__all__ = ["space_context", "space_or_404"]
