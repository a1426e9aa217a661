"""What every page's frame needs."""


def navigation(request):
    """Placeholder."""
    return {}
