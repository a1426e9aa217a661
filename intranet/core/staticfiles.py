"""Static files: hashed names, one stylesheet, compressed copies; the same in demo, tests and production."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.files import locks
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/parvis.css"
_IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
# Only our own modules: rewriting the import statements of other people's minified scripts would be slow and unsure.
_MODULE_IMPORTS = (
    "js/*.js",
    ((r"""(?P<matched>(?P<word>\b(?:from|import)\s*)"(?P<url>\.{1,2}/[^"]+\.js)")""", '%(word)s"%(url)s"'),),
)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes and compresses what `collectstatic` gathers, and puts the imports of `css/parvis.css` in their place."""

    patterns = (*ManifestStaticFilesStorage.patterns, _MODULE_IMPORTS)

    def post_process(self, paths, dry_run=False, **options):
        """Write the bundle over the copied stylesheet first, so that its hash covers every file it is made of."""
        if BUNDLE in paths and not dry_run:
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(inline_imports(BUNDLE, lambda name: _read(paths, name)).encode()))
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def inline_imports(name: str, read: Callable[[str], str]) -> str:
    """The stylesheet `name` with each `@import` of a neighbour replaced by its text, in the layer that it names."""
    folder = name.rpartition("/")[0]

    def inlined(found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{read(f'{folder}/' + found['name'])}}}"

    text = _IMPORT.sub(inlined, read(name))
    if "@import" in text:
        raise ValueError(f'{name}: write every import as @import url("x.css") layer(y); and import from this file only')
    return text


def collect_if_stale() -> bool:
    """Collect the static files unless those in `STATIC_ROOT` are already of these sources; say whether it did.

    Safe to call from several processes at once: they take turns, and the second finds the work done.
    """
    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    stamp = root.with_name(root.name + ".stamp")
    with root.with_name(root.name + ".lock").open("w") as turn:
        locks.lock(turn, locks.LOCK_EX)
        current = sources_hash()
        stale = not root.exists() or not stamp.exists() or stamp.read_text() != current
        if stale:
            stamp.unlink(missing_ok=True)
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(current)
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()
    return stale


def sources_hash() -> str:
    """A hash of every static file of every app, and of what turns them into what is served (this module)."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            digest.update(path.encode())
            with storage.open(path) as file:
                digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def _read(paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
