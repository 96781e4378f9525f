"""How a network computes and how it learns."""
