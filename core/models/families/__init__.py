"""Model families, one file each: how a folder is recognised and what of it is known beforehand."""
