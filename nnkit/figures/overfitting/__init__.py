"""Networks beside each other: widths, remedies, seeds."""
