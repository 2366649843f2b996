"""The only SQL of the project: one ``Store``, one file per kind of row."""

from crawler.store.connection import Store

__all__ = ["Store"]
