"""Certificates as W3C Verifiable Credentials: how they are written, signed, revoked and checked."""
