"""The append-only record of who did what: `from intranet.audit import actions as audit`, then `audit.record(…)`."""
