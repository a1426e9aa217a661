"""Whether the demo's content holds together: `python -m intranet.demo.check` (needs PyYAML, and nothing else)."""
