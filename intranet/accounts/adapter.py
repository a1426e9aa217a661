"""How Parvis uses django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Anyone may sign up and prove an address; an account opens nothing until its person belongs somewhere."""

    def is_open_for_signup(self, request):
        return True
