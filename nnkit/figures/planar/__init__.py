"""Points in the plane, and a network's predictions between them."""
