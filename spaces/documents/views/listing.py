"""The documents of a space, and filing new ones among them."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intranet.core.policies import require
from intranet.files.forms import MAX_FILES
from intranet.files.intake.names import clean_name
from intranet.files.kinds import ACCEPT, FileRefused
from spaces.workspaces.views import space_context, space_or_404

from .. import actions, policies

ON_A_PAGE = 30
ORDERS = {
    "nom": [Lower("title")],
    "auteur": [Lower("current__author__last_name"), Lower("current__author__first_name")],
    "date": [F("updated_at")],
    "taille": [F("current__file__size")],
}


@require_http_methods(["GET", "POST"])
def document_list(request, slug):
    """The documents of a space. Several files may be sent at once: those refused say why, the others are kept."""
    space = space_or_404(request, slug, "documents")
    if request.method == "GET":
        return render(request, "documents/documents.html", _context(request, space))
    require(policies.can_add_document(request.user, space))
    kept, refused = _deposit_all(request, space)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"kept": kept, "refused": refused}, status=422 if refused else 201)
    if kept:
        words = ngettext("%(n)d fichier déposé.", "%(n)d fichiers déposés.", len(kept)) % {"n": len(kept)}
        flash.success(request, words)
    if not refused:
        return redirect("documents", slug=slug)
    return render(request, "documents/documents.html", _context(request, space, refused), status=422)


def _deposit_all(request, space):
    """File each of the files that were sent; return what was kept and what was refused, as the page says it."""
    uploads = request.FILES.getlist("files")
    kept, refused = [], []
    for upload in uploads[:MAX_FILES]:
        try:
            document, new = actions.deposit(author=request.user, space=space, upload=upload)
        except FileRefused as refusal:
            refused.append({"name": clean_name(upload.name), "reason": refusal.reason})
        else:
            kept.append({"id": document.pk, "title": document.title, "url": document.get_absolute_url(), "new": new})
    too_many = _("Vingt fichiers à la fois au plus : déposez-le ensuite.")
    refused += [{"name": clean_name(upload.name), "reason": too_many} for upload in uploads[MAX_FILES:]]
    if not uploads:
        refused.append({"name": "", "reason": _("Choisissez d’abord un ou plusieurs fichiers.")})
    return kept, refused


def _context(request, space, refused=()):
    documents = space.documents.with_files().with_people()
    asked = request.GET.get("q", "").strip()[:100]
    found = documents.filter(Q(title__icontains=asked) | Q(description__icontains=asked)) if asked else documents
    order, columns = _order(request.GET.get("tri", ""))
    return {
        **space_context(request, space, "documents"),
        "page": Paginator(found.order_by(*order), ON_A_PAGE).get_page(request.GET.get("page")),
        "columns": columns,
        "count": space.documents.count(),
        "q": asked,
        "refused": refused,
        "accept": ACCEPT,
        "can_add": policies.can_add_document(request.user, space),
    }


def _order(asked):
    """What `?tri=` orders by (`-` in front turns it around), the latest first otherwise; and the heads of the table."""
    name = asked.removeprefix("-")
    if name not in ORDERS:
        asked, name = "-date", "date"
    backwards = asked.startswith("-")
    by = [term.desc() if backwards else term.asc() for term in ORDERS[name]]
    heads = {"nom": _("Nom"), "auteur": _("Déposé par"), "date": _("Modifié"), "taille": _("Taille")}
    columns = []
    for key, label in heads.items():
        # Pressed again, it turns around; letters begin at A, dates and sizes with the greatest.
        next_is_backwards = not backwards if key == name else key in ("date", "taille")
        columns.append(
            {
                "label": label,
                "sorted": ("descending" if backwards else "ascending") if key == name else "",
                "url": f"?tri={'-' if next_is_backwards else ''}{key}",
                "is_number": key == "taille",
            }
        )
    return [*by, "-pk"], columns
