"""Pages of discussions, one noun a module."""
