"""What opens a door by itself stays out of what is written down: the record, the server's log."""

import logging
import re

# The links of mails: invitations, an address to prove, a password to choose again.
_LINKS = re.compile(r"(/(?:invitation|espaces/invitations|compte/adresse|compte/mot-de-passe/oublie)/)[^/\s?]{16,}")


def without_secrets(path: str) -> str:
    """The same address without what opens: « /invitation/…/ »."""
    return _LINKS.sub(r"\1…", path)


class HideSecrets(logging.Filter):
    """Keeps the links of mails out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, without what opens."""
        if isinstance(record.msg, str):
            record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secrets(each) if isinstance(each, str) else each for each in record.args)
        return True
