"""Film reviews, and networks that read them."""
