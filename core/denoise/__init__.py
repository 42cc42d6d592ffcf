"""The denoising pass: our own loop over diffusers' models and schedulers, open to techniques."""
