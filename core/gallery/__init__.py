"""Every picture that was made, with what made it, in a database that can be searched (no torch)."""
