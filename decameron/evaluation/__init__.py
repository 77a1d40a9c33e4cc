"""How well the coder codes: gold sentences, what was found in them, and scores with their intervals."""
