"""How Parvis uses django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation, never by whoever passes by."""

    def is_open_for_signup(self, request):
        return False
