"""Pages of guides and roll-outs, one noun a module."""
