"""Readers: a source's files to a tidy table and its row log."""

from libmkt.read.counts import counts

__all__ = ["counts"]
