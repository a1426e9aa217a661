"""Sockets."""

sockets = None
