"""Pages of documents, one noun a module."""
