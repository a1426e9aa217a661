"""What a person says of themselves."""

from django import forms

from .models import User


class ProfileForm(forms.ModelForm):
    """The fields one may change oneself; address and organisations are not among them."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "job_title", "skills", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}
