"""Two things of a request over some values each: what is asked, and the pictures as they arrive."""
