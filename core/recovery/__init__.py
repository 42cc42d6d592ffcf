"""What is left of a document when the program ends without having saved it, and how it comes back.

While a document has unsaved changes, its *journal* keeps it in a folder of its own, writing only
what the folder does not hold yet. A lock, which the system frees when the program ends however it
ends, tells folders in use from those that were left behind: these are offered at the next start.
"""
