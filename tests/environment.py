"""What the tests set before Django reads its settings: loaded by pytest first of all (`-p tests.environment`)."""

import os

os.environ["PARVIS_MODE"] = "test"
os.environ.setdefault("PARVIS_DATA_DIR", os.path.join(os.path.dirname(__file__), "..", ".cache", "test-data"))
# Several test processes may share one Redis: each hears only itself and the servers it starts.
os.environ["PARVIS_REDIS_PREFIX"] = f"parvis-test-{os.getpid()}"
os.environ["ELASTICSEARCH_INDEX"] = f"parvis-test-{os.getpid()}"
