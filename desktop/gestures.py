"""What keys and buttons do with the pointer, beside the actions: listed with the shortcuts."""

HELD = (
    ("Pan", "Space", "Moves the view while it is dragged; the middle mouse button does too"),
    ("Rotate view", "Shift+Space", "Turns the view as it is dragged; with the middle button too"),
    ("Zoom by dragging", "Ctrl+Space", "To the right it comes nearer; with the middle button too"),
    ("Eyedropper", "Alt", "Takes a colour from the picture, with a brush in hand"),
    ("Straight line", "Shift", "Connects the last stroke's end with a straight line"),
    ("Brushes", "Right", "With a brush: all brushes, where the pointer is"),
    ("Size and hardness", "Alt+Right", "With a brush: dragged sideways, and up and down"),
    ("Opacity", "1 … 0", "With a brush: 10 % to 100 %; two digits at once are exact"),
    ("Opacity of the layer", "1 … 0", "The same with a tool that has no brush"),
    ("Softer, harder", "{ and }", "With a brush: its edge"),
    ("Clone from", "Ctrl", "With a brush that clones, as it is clicked; Alt too"),
    ("Add to selection", "Shift", "With a tool that selects, as it is pressed"),
    ("Take from selection", "Alt", "The same; Shift and Alt together keep what both cover"),
    ("Pin a picture", "Shift", "As a picture is dropped on the canvas: to look at, beside it"),
    ("Move selection", "Drag", "With a tool that selects, inside what is selected: its outline"),
    ("Move selected pixels", "Ctrl+Drag", "The same; on the active layer, as one step"),
    ("Choose a layer", "Ctrl", "With the move tool, as it is pressed: the layer seen there"),
    ("Move a copy", "Alt", "With the move tool, as it is pressed"),
    ("Select a layer's pixels", "Ctrl+Click", "On its small picture in the list of layers"),
    ("Show a layer alone", "Alt+Click", "On its eye in the list of layers; the same again: all"),
    ("Compare", "C", "Shows the canvas without the candidate that is shown over it"),
    ("Zoom", "Wheel", "At the pointer; with Ctrl too"),
)
"""Name, keys and help of each."""
