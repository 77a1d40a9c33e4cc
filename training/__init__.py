"""What the coder's models are made with; none of it is needed to run them."""
