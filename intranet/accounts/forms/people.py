"""What a person says of themselves."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import User


class ProfileForm(forms.ModelForm):
    """The fields one may change oneself; address and organisations are not among them."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "job_title", "skills", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}


class SignInForm(LoginForm):
    """Address and password, with our words; no placeholder says again what the label says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].help_text = ""
        self.fields["login"].label = _("Adresse e-mail professionnelle")
        self.fields["password"].label = _("Mot de passe")
