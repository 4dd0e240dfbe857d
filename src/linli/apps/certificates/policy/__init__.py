"""The rules of certificates: which kinds there are, who sees one."""
