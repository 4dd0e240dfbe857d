"""The one expression language: conditions and amounts that a pack may write (docs/expressions.md)."""
