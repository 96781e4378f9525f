"""Points in the plane and what a network says about them."""
