"""One file for each trainer; `core.training.kinds()` finds them by themselves."""
