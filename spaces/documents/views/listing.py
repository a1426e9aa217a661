"""The documents of a space, folder by folder, and filing new ones among them."""

from urllib.parse import urlencode

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
from spaces.workspaces.policies import can_lead_space
from spaces.workspaces.views import space_context, space_or_404

from .. import actions, policies
from ..actions.room import room_of_organisation, room_of_space
from ..constants import MAX_DEPTH
from .folders import folder_or_404
from .trails import trail

ON_A_PAGE = 30
MOST_TAGS = 40
ORDERS = {
    "nom": [Lower("title")],
    "auteur": [Lower("current__author__last_name"), Lower("current__author__first_name")],
    "date": [F("updated_at")],
    "taille": [F("current__file__size")],
}


@require_http_methods(["GET", "POST"])
def document_list(request, slug, pk=None):
    """The documents of a space, at its top or in the folder `pk`; of all its folders when words or a tag are asked for.

    Several files may be sent at once: those refused say why, the others are kept.
    """
    space = space_or_404(request, slug, "documents")
    folder = folder_or_404(request, slug, pk) if pk else None
    if request.method == "GET":
        return render(request, "documents/documents.html", _context(request, space, folder))
    require(policies.can_add_document(request.user, space))
    kept, refused = _deposit_all(request, space, folder)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"kept": kept, "refused": refused}, status=422 if refused else 201)
    if kept:
        words = ngettext("%(n)d fichier déposé.", "%(n)d fichiers déposés.", len(kept)) % {"n": len(kept)}
        flash.success(request, words)
    if not refused:
        return redirect(request.path)
    return render(request, "documents/documents.html", _context(request, space, folder, refused), status=422)


def _deposit_all(request, space, folder):
    """File each of the files that were sent; return what was kept and what was refused, as the page says it."""
    uploads = request.FILES.getlist("files")
    kept, refused = [], []
    for upload in uploads[:MAX_FILES]:
        try:
            document, new = actions.deposit(author=request.user, space=space, upload=upload, folder=folder)
        except FileRefused as refusal:
            refused.append({"name": clean_name(upload.name), "reason": refusal.reason})
        else:
            kept.append({"id": document.pk, "title": document.title, "url": document.get_absolute_url(), "new": new})
    too_many = _("Vingt fichiers à la fois au plus : déposez-le ensuite.")
    refused += [{"name": clean_name(upload.name), "reason": too_many} for upload in uploads[MAX_FILES:]]
    if not uploads:
        refused.append({"name": "", "reason": _("Choisissez d’abord un ou plusieurs fichiers.")})
    return kept, refused


def _context(request, space, folder, refused=()):
    user = request.user
    asked = request.GET.get("q", "").strip()[:100]
    tag = request.GET.get("etiquette", "").strip()[:40]
    found = space.documents.with_files().with_people().select_related("folder").prefetch_related("tags")
    if asked:
        found = found.filter(Q(title__icontains=asked) | Q(description__icontains=asked))
    if tag:
        found = found.filter(tags__name__iexact=tag, tags__space=space)
    everywhere = bool(asked or tag)
    if not everywhere:
        found = found.filter(folder=folder)
    kept = {name: value for name, value in (("q", asked), ("etiquette", tag)) if value}
    order, columns = _order(request.GET.get("tri", ""), kept)
    can_add = policies.can_add_document(user, space)
    *steps, (here, _url) = trail(space, folder)
    return {
        **space_context(request, space, "documents"),
        "trail": steps,
        "trail_end": here,
        "folder": folder,
        "folders": [] if everywhere else space.folders.filter(parent=folder).with_counts(),
        "page": Paginator(found.order_by(*order), ON_A_PAGE).get_page(request.GET.get("page")),
        "columns": columns,
        "count": space.documents.count(),
        "q": asked,
        "tag": tag,
        "tags": _chips(space, tag, request.path),
        "everywhere": everywhere,
        "refused": refused,
        "accept": ACCEPT,
        "can_add": can_add,
        "tight": _tight(user, space) if can_add else [],
        "can_nest": can_add and (folder is None or folder.depth < MAX_DEPTH),
        "can_edit_folder": folder and policies.can_edit_folder(user, folder),
        "leads": can_add and can_lead_space(user, space),
    }


def _tight(user, space):
    """The rooms that are nearly full, before a refusal says so."""
    rooms = [room_of_space(space)]
    if user.primary_organisation:
        rooms.append(room_of_organisation(user.primary_organisation))
    return [room for room in rooms if room.is_tight]


def _chips(space, current, path):
    """The tags of the space as filters; pressed again, the current one lets go."""
    names = list(space.document_tags.values_list("name", flat=True)[:MOST_TAGS])
    chosen = current.casefold()
    return [
        {
            "label": name,
            "current": name.casefold() == chosen,
            "url": path if name.casefold() == chosen else f"{path}?{urlencode({'etiquette': name})}",
        }
        for name in names
    ]


def _order(asked, kept):
    """What `?tri=` orders by (`-` in front turns it around), the latest first otherwise; and the heads of the table,
    whose links keep the rest of what was asked.
    """
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
                "url": "?" + urlencode({"tri": f"{'-' if next_is_backwards else ''}{key}", **kept}),
                "is_number": key == "taille",
            }
        )
    return [*by, "-pk"], columns
