"""The generation service: one queue, one owner of the device, events out."""
