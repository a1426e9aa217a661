"""Static files as they leave the server."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class BundledStaticFilesStorage(ManifestStaticFilesStorage):
    """Hashed names; the look's helper of bundling stands here."""
