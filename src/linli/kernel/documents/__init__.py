"""PDF files from templates: A4, Chinese, accessible, the same file for the same data."""

from linli.kernel.documents.codes import qr
from linli.kernel.documents.fonts import INSTALL, chinese
from linli.kernel.documents.press import RECORD, pdf, prepare
from linli.kernel.documents.web import download

__all__ = ["INSTALL", "RECORD", "chinese", "download", "pdf", "prepare", "qr"]
