"""What people do with documents, one noun a module."""

from .bin import delete_document, destroy_document, purge_bin, remove_with_space, restore_document
from .documents import add_document, deposit, edit_document
from .folders import copy_folders, create_folder, delete_folder, edit_folder
from .infections import remove_infected
from .moves import move_document
from .versions import add_version, restore_version

__all__ = [
    "add_document",
    "add_version",
    "copy_folders",
    "create_folder",
    "delete_document",
    "delete_folder",
    "deposit",
    "destroy_document",
    "edit_document",
    "edit_folder",
    "move_document",
    "purge_bin",
    "remove_infected",
    "remove_with_space",
    "restore_document",
    "restore_version",
]
