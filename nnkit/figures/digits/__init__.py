"""Handwritten digits, and networks that read them."""
