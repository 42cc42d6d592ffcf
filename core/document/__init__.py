"""Documents: layers, masks, regions, the selection and settings, with one undo timeline."""
