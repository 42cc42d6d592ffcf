"""Qt widgets that know core's types and nothing of the application around them."""
