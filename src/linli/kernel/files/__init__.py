"""Attachments: size, type, EXIF, storage, retention."""
