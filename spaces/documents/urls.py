"""Addresses of documents."""

from django.urls import path

from .views import bin, content, documents, folders, listing, versions

urlpatterns = [
    path("espaces/<slug:slug>/documents/", listing.document_list, name="documents"),
    path("espaces/<slug:slug>/documents/corbeille/", bin.bin_list, name="documents-bin"),
    path("espaces/<slug:slug>/documents/dossiers/nouveau/", folders.folder_new, name="folder-new"),
    path("espaces/<slug:slug>/documents/dossiers/<int:pk>/", listing.document_list, name="folder"),
    path("espaces/<slug:slug>/documents/dossiers/<int:pk>/modifier/", folders.folder_edit, name="folder-edit"),
    path("espaces/<slug:slug>/documents/dossiers/<int:pk>/supprimer/", folders.folder_delete, name="folder-delete"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/modifier/", documents.edit, name="document-edit"),
    path("documents/<int:pk>/deplacer/", documents.move, name="document-move"),
    path("documents/<int:pk>/supprimer/", bin.delete, name="document-delete"),
    path("documents/<int:pk>/restaurer/", bin.restore, name="document-restore"),
    path("documents/<int:pk>/detruire/", bin.destroy, name="document-destroy"),
    path("documents/<int:pk>/versions/nouvelle/", versions.version_new, name="version-new"),
    path("documents/<int:pk>/versions/<int:number>/reprendre/", versions.version_restore, name="version-restore"),
    path("documents/<int:pk>/versions/<int:number>/fichier/", content.document_file, name="version-file"),
    path("documents/<int:pk>/fichier/", content.document_file, name="document-file"),
    path("documents/<int:pk>/apercu/<slug:size>/", content.document_thumbnail, name="document-thumbnail"),
]
