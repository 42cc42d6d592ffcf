"""Files: pictures with their recipe, documents; each replaced as a whole (no torch, no Qt)."""
