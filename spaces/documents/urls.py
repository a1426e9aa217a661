"""Addresses of documents."""

from django.urls import path

from .views import content, documents, listing

urlpatterns = [
    path("espaces/<slug:slug>/documents/", listing.document_list, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/modifier/", documents.edit, name="document-edit"),
    path("documents/<int:pk>/supprimer/", documents.delete, name="document-delete"),
    path("documents/<int:pk>/versions/nouvelle/", documents.version_new, name="version-new"),
    path("documents/<int:pk>/versions/<int:number>/fichier/", content.document_file, name="version-file"),
    path("documents/<int:pk>/fichier/", content.document_file, name="document-file"),
    path("documents/<int:pk>/apercu/<slug:size>/", content.document_thumbnail, name="document-thumbnail"),
]
