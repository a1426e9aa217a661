"""The page of search."""

from django.http import HttpResponse


def results(request):
    return HttpResponse("")
