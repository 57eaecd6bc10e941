"""Reading: bytes to text, text to a tree with positions, tree to typed models."""
