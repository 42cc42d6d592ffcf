"""A small closed world of pictures with exact captions, boxes and masks.

A scene is one to three sprites (Fluent Emoji 3D, MIT) on a background, plain, as pixel art or as a
pencil sketch. It stands in for a collection of photographs: it is drawn, never downloaded. The same
seed always gives the same scene. `python world.py sheet.png` draws a sheet of examples.
"""

from __future__ import annotations

import colorsys
import functools
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

SPRITES = Path(__file__).parent / "sprites"

# fmt: off
THINGS = {  # word: name of its sprite
    "cat": "1f431", "dog": "1f436", "frog": "1f438", "bear": "1f43b", "panda": "1f43c",
    "fox": "1f98a", "lion": "1f981", "pig": "1f437", "rabbit": "1f430", "koala": "1f428",
    "tiger": "1f42f", "monkey": "1f435", "penguin": "1f427", "owl": "1f989", "fish": "1f420",
    "turtle": "1f422", "elephant": "1f418", "octopus": "1f419", "snail": "1f40c", "bee": "1f41d",
    "butterfly": "1f98b", "apple": "1f34e", "banana": "1f34c", "lemon": "1f34b",
    "orange": "1f34a", "strawberry": "1f353", "pineapple": "1f34d", "watermelon": "1f349",
    "pizza": "1f355", "cake": "1f382", "donut": "1f369", "burger": "1f354", "cupcake": "1f9c1",
    "pumpkin": "1f383", "tree": "1f333", "cactus": "1f335", "rose": "1f339", "tulip": "1f337",
    "sunflower": "1f33b", "mushroom": "1f344", "car": "1f697", "bus": "1f68c",
    "rocket": "1f680", "sailboat": "26f5", "airplane": "2708-fe0f", "bicycle": "1f6b2",
    "house": "1f3e0", "castle": "1f3f0", "star": "2b50", "heart": "2764-fe0f",
    "balloon": "1f388", "crown": "1f451", "hat": "1f3a9", "umbrella": "2602-fe0f",
    "guitar": "1f3b8", "ball": "26bd", "gift": "1f381", "key": "1f511", "bell": "1f514",
    "cup": "2615", "robot": "1f916", "ghost": "1f47b", "snowman": "26c4", "moon": "1f319",
    "sun": "2600-fe0f", "cloud": "2601-fe0f", "pair of glasses": "1f453", "book": "1f4d5",
    "camera": "1f4f7", "trophy": "1f3c6", "teddy bear": "1f9f8", "smiling face": "1f642",
    "sad face": "1f641", "neutral face": "1f610", "surprised face": "1f62e",
    "angry face": "1f620", "face with sunglasses": "1f60e",
}
TO_BE_TAUGHT = {  # the same of sprites that no scene shows by itself and no caption names
    # (1f4d8, a blue book, is not among them: one in blue is known)
    "skull": "1f480", "light bulb": "1f4a1", "paintbrush": "1f58c-fe0f", "lizard": "1f98e",
    "dinosaur": "1f995", "closed umbrella": "1f302",
}
COLOURS = {  # word: hue
    "red": 0.985, "orange": 0.075, "yellow": 0.14, "green": 0.36, "blue": 0.60, "purple": 0.77,
    "pink": 0.90,
}
# Things that come in every colour, with the colour their sprite has already (None: none of ours).
TINTABLE = {
    "car": "red", "balloon": "red", "heart": "red", "star": "yellow", "gift": None,
    "rose": "red", "tulip": None, "umbrella": "purple", "apple": "red", "bus": None,
    "book": "red", "butterfly": None, "bell": "yellow", "hat": None, "mushroom": "red",
    "crown": "yellow", "key": None, "fish": None, "cup": None,
}
TINTED = 0.25  # share of things drawn from the tintable ones alone
PLAIN = {
    "red": (214, 62, 62), "orange": (236, 140, 58), "yellow": (244, 212, 92),
    "green": (104, 178, 104), "blue": (92, 146, 220), "purple": (148, 104, 200),
    "pink": (240, 158, 188), "white": (238, 238, 240), "black": (40, 40, 46),
    "gray": (140, 140, 146),
}
PLACES = (
    "on a beach", "in a meadow", "at night", "in the desert", "in the snow", "in a room",
    "under water",
)
FLOATING = {
    "sun", "moon", "cloud", "balloon", "airplane", "rocket", "star", "heart", "bee", "butterfly",
    "fish", "ghost", "octopus",
}
# Of ADE20K's 150 classes, which models of segments know: what the bands of a place are…
WALL, TOY = 0, 108
BANDS = {
    "on a beach": (2, 26, 46), "in a meadow": (2, 68, 9), "at night": (2, 13),
    "in the desert": (2, 91, 46), "in the snow": (2, 94), "in a room": (WALL, 3),
    "under water": (21, 46),
}
CLASSES = {  # … and things; all others are playthings
    126: ("cat", "dog", "frog", "bear", "panda", "fox", "lion", "pig", "rabbit", "koala", "tiger",
          "monkey", "penguin", "owl", "fish", "turtle", "elephant", "octopus", "snail", "bee",
          "butterfly"),
    120: ("apple", "banana", "lemon", "orange", "strawberry", "pineapple", "watermelon", "pizza",
          "cake", "donut", "burger", "cupcake", "pumpkin", "mushroom"),
    66: ("rose", "tulip", "sunflower"), 4: ("tree",), 17: ("cactus",), 20: ("car",), 80: ("bus",),
    76: ("sailboat",), 90: ("airplane",), 127: ("bicycle",), 25: ("house",), 1: ("castle",),
    119: ("ball",), 67: ("book",), 147: ("cup",), 82: ("sun", "moon"),
    92: ("hat", "pair of glasses"), 41: ("gift",), 132: ("snowman", "trophy"), 106: ("umbrella",),
}
CLASS_OF = {word: number for number, words in CLASSES.items() for word in words}
# fmt: on
SKY_NEAR, PLAIN_NEAR, GROUND_NEAR, THING_NEAR = 0.2, 0.45, 0.75, 0.5
"""How near: the sky at the horizon, a plain background and the ground at the lower edge, and the
farthest thing."""
BACKGROUNDS = (*PLAIN, *PLACES)
STYLES = ("pixel art", "pencil sketch")

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
Sprites = Callable[[str, "str | None"], Image.Image]
"""Gives a word's picture (RGBA, cut to its outline) in a colour."""


@dataclass
class Thing:
    """One sprite in a scene; its box is x0, y0, x1, y1 in pixels."""

    word: str
    colour: str | None
    box: Box
    flipped: bool = False
    size: str = ""

    @property
    def name(self) -> str:
        """What a caption calls it: "small red car"."""
        return " ".join(part for part in (self.size, self.colour, self.word) if part)


@dataclass
class Scene:
    """Everything that decides a picture, and the caption that says it."""

    size: int
    things: list[Thing]
    background: str
    style: str
    seed: int
    caption: str = ""
    names_background: bool = True


# ---------------------------------------------------------------- sprites


@functools.cache
def sprite(word: str, colour: str | None) -> Image.Image:
    """The thing's picture (RGBA, cut to its outline), in a colour."""
    name = THINGS.get(word) or TO_BE_TAUGHT[word]
    with Image.open(SPRITES / f"{name}.webp") as file:
        image = file.convert("RGBA")
    outline = image.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox()
    image = image.crop(outline)
    if colour and colour != TINTABLE.get(word):
        image = tint(image, word, colour)
    return image


def tint(image: Image.Image, word: str, colour: str) -> Image.Image:
    """Turns the coloured parts of a sprite to one hue and leaves the rest.

    A hat is nearly black and a cup nearly white: there the grey parts take the colour.
    """
    pixels = np.asarray(image).astype(np.float32) / 255
    rgb, alpha = pixels[..., :3], pixels[..., 3:]
    value = rgb.max(-1)
    saturation = np.where(value > 0, (value - rgb.min(-1)) / np.maximum(value, 1e-6), 0)
    weight = np.clip((saturation - 0.25) / 0.2, 0, 1)
    if word == "hat":
        weight = np.clip((0.6 - value) / 0.15, 0, 1)
        value = np.clip(0.30 + 1.35 * value, 0, 1)
        saturation = np.full_like(saturation, 0.85)
    elif word == "cup":
        weight = np.clip((value - 0.50) / 0.12, 0, 1)
        saturation = np.full_like(saturation, 0.62)
    elif word == "umbrella":
        value = np.clip(1.45 * value, 0, 1)
        saturation = np.clip(saturation, 0.7, 1)
    pure = np.array(colorsys.hsv_to_rgb(COLOURS[colour], 1, 1), np.float32)
    saturation = np.clip(saturation * (0.55 if colour == "pink" else 0.85), 0, 1)
    if colour in ("yellow", "orange", "pink"):
        value = np.clip(value * 1.12, 0, 1)
    tinted = value[..., None] * (1 - saturation[..., None] * (1 - pure))
    mixed = rgb + (tinted - rgb) * weight[..., None]
    return Image.fromarray((np.concatenate([mixed, alpha], -1) * 255).astype(np.uint8), "RGBA")


def placed(thing: Thing, sprites: Sprites = sprite) -> Image.Image:
    """The thing's sprite at the size it has in the scene."""
    x0, y0, x1, y1 = thing.box
    image = sprites(thing.word, thing.colour)
    image = image.resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if thing.flipped else image


# ---------------------------------------------------------------- drawing


class _Ground:
    """Paints a background: a sky, bands of land in front of it, small marks.

    Beside its colours it knows which band each pixel is of (0 the sky), and where the land begins.
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self.dice = np.random.default_rng(seed)
        self.y, self.x = np.mgrid[0:size, 0:size].astype(np.float32) / size
        self.pixels = np.zeros((size, size, 3), np.float32)
        self.bands = np.zeros((size, size), np.uint8)
        self.horizon: float | None = None

    def sky(self, top: np.ndarray | Colour, bottom: np.ndarray | Colour) -> None:
        across = np.linspace(0, 1, self.size, dtype=np.float32)[:, None, None]
        top, bottom = np.asarray(top, np.float32), np.asarray(bottom, np.float32)
        self.pixels[:] = top * (1 - across) + bottom * across

    def land(self, horizon: float, top: Colour, bottom: Colour, swing: float, waves: float) -> None:
        self.horizon = horizon if self.horizon is None else self.horizon
        phase = self.dice.uniform(0, 6.28)
        line = horizon + swing * np.sin(self.x * waves * 6.28 + phase)
        below = np.clip((self.y - line) * self.size / 2, 0, 1)[..., None]
        depth = np.clip((self.y - line) / max(1e-3, 1 - horizon), 0, 1)[..., None]
        colour = np.array(top, np.float32) * (1 - depth) + np.array(bottom, np.float32) * depth
        self.pixels = self.pixels * (1 - below) + colour * below
        self.bands[below[..., 0] >= 0.5] = self.bands.max() + 1

    def dots(self, count: int, lowest: float, value: int) -> None:
        for _ in range(count):
            x = self.dice.integers(2, self.size - 2)
            y = self.dice.integers(2, int(self.size * lowest) - 2)
            self.pixels[y : y + 2, x : x + 2] = value

    def bubbles(self, count: int) -> None:
        for _ in range(count):
            x = self.dice.integers(8, self.size - 8)
            y = self.dice.integers(8, self.size - 30)
            radius = self.dice.integers(2, 5)
            away = np.hypot(self.x * self.size - x, self.y * self.size - y)
            self.pixels[np.abs(away - radius) < 1.1] = 225


def background(scene: Scene) -> Image.Image:
    """The scene without its things."""
    pixels = _ground(scene).pixels
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGB")


def _ground(scene: Scene) -> _Ground:
    ground = _Ground(scene.size, scene.seed)
    dice, kind = ground.dice, scene.background
    if kind in PLAIN:
        colour = np.array(PLAIN[kind], np.float32) * dice.uniform(0.94, 1.06)
        ground.sky(np.clip(colour * 1.08, 0, 255), np.clip(colour * 0.90, 0, 255))
    elif kind == "on a beach":
        horizon = dice.uniform(0.42, 0.55)
        ground.sky((120, 190, 240), (200, 232, 250))
        ground.land(horizon, (40, 140, 200), (70, 180, 210), 0, 1)
        ground.land(horizon + 0.14, (238, 214, 160), (222, 188, 128), 0.015, 1.5)
    elif kind == "in a meadow":
        horizon = dice.uniform(0.45, 0.6)
        ground.sky((130, 196, 246), (214, 238, 252))
        ground.land(horizon, (150, 206, 110), (110, 180, 84), 0.05, 1.0)
        ground.land(horizon + 0.16, (112, 186, 80), (70, 146, 60), 0.03, 1.6)
    elif kind == "at night":
        ground.sky((14, 18, 48), (48, 52, 104))
        ground.dots(26, 0.65, 235)
        ground.land(dice.uniform(0.68, 0.78), (30, 40, 62), (16, 22, 40), 0.03, 1.2)
    elif kind == "in the desert":
        horizon = dice.uniform(0.48, 0.6)
        ground.sky((246, 178, 110), (252, 222, 170))
        ground.land(horizon, (220, 150, 84), (206, 132, 70), 0.05, 0.9)
        ground.land(horizon + 0.15, (228, 166, 96), (196, 124, 64), 0.04, 1.3)
    elif kind == "in the snow":
        ground.sky((150, 180, 214), (214, 226, 240))
        ground.land(dice.uniform(0.48, 0.6), (240, 246, 252), (214, 226, 242), 0.04, 1.1)
        ground.dots(40, 1.0, 255)
    elif kind == "in a room":
        floor = dice.uniform(0.62, 0.7)
        ground.sky((236, 222, 200), (226, 208, 184))
        ground.land(floor, (168, 116, 78), (136, 90, 58), 0, 1)
        row = int(floor * scene.size)
        ground.pixels[row : row + max(2, scene.size // 64)] = (250, 246, 238)
    elif kind == "under water":
        ground.sky((70, 176, 206), (16, 74, 128))
        ground.land(dice.uniform(0.8, 0.86), (196, 178, 128), (150, 130, 92), 0.02, 1.4)
        ground.bubbles(10)
    else:
        raise ValueError(f"no such background: {kind}")
    return ground


def _shade(image: Image.Image, box: Box) -> None:
    """A soft shadow on the ground under a thing."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    shadow = Image.new("L", image.size, 0)
    ellipse = (x0 + width * 0.08, y1 - height * 0.10, x1 - width * 0.08, y1 + height * 0.07)
    ImageDraw.Draw(shadow).ellipse(ellipse, fill=90)
    shadow = shadow.filter(ImageFilter.BoxBlur(max(2, height // 24)))
    image.paste((20, 16, 30), (0, 0), shadow)


def render(scene: Scene, sprites: Sprites = sprite) -> Image.Image:
    """Draws the scene. Shadows fall only where there is ground."""
    image = background(scene)
    grounded = scene.background in PLACES and scene.background != "under water"
    for thing in scene.things:
        if grounded and thing.word not in FLOATING:
            _shade(image, thing.box)
        picture = placed(thing, sprites)
        image.paste(picture, thing.box[:2], picture)
    return stylise(image, scene.style)


def masks(scene: Scene, sprites: Sprites = sprite) -> list[np.ndarray]:
    """Where each thing is (bool, height × width), in the order of the scene's things.

    A later thing that covers an earlier one is not cut out of it.
    """
    found = []
    for thing in scene.things:
        mask = Image.new("L", (scene.size, scene.size), 0)
        mask.paste(placed(thing, sprites).getchannel("A"), thing.box[:2])
        found.append(np.asarray(mask) > 127)
    return found


def depth(scene: Scene) -> np.ndarray:
    """How near everything is, 0 (far) … 1 (near), float32 (height, width).

    The ground comes nearer from the horizon to the picture's lower edge, and slowly so the sky, a
    wall or a plain background from top to bottom. A thing is flat, and as near as the ground on
    which it stands, but in front of what is behind it; one that floats is the nearer the taller
    it looks.
    """
    ground = _ground(scene)
    y, horizon = ground.y, ground.horizon
    if horizon is None:
        near = PLAIN_NEAR * y
    else:
        land = SKY_NEAR + (GROUND_NEAR - SKY_NEAR) * np.clip((y - horizon) / (1 - horizon), 0, 1)
        near = np.where(ground.bands > 0, land, SKY_NEAR * np.clip(y / horizon, 0, 1))
    near = near.astype(np.float32)
    for thing, mask in zip(scene.things, masks(scene), strict=True):
        x0, y0, x1, y1 = thing.box
        if thing.word in FLOATING:
            own = (y1 - y0) / scene.size
        else:
            foot = min(y1, scene.size) - 1
            own = float(near[foot, (x0 + x1) // 2]) if horizon is not None else y1 / scene.size
        near[mask] = THING_NEAR + (1 - THING_NEAR) * min(1.0, own)
    return near


def segments(scene: Scene) -> np.ndarray:
    """The number of each pixel's class among the 150 of ADE20K, uint8 (height, width)."""
    found = np.array(BANDS.get(scene.background, (WALL,)), np.uint8)[_ground(scene).bands]
    for thing, mask in zip(scene.things, masks(scene), strict=True):
        found[mask] = CLASS_OF.get(thing.word, TOY)
    return found


def stylise(image: Image.Image, style: str) -> Image.Image:
    """Redraws a picture as pixel art (32 × 32 blocks, 24 colours) or as a pencil sketch."""
    size = image.size[0]
    if style == "pixel art":
        block = size // 32
        small = image.resize((size // block, size // block), Image.Resampling.BOX)
        few = small.quantize(24, dither=Image.Dither.NONE).convert("RGB")
        return few.resize((size, size), Image.Resampling.NEAREST)
    if style == "pencil sketch":
        grey = image.convert("L")
        soft = ImageChops.invert(grey).filter(ImageFilter.GaussianBlur(size / 42))
        light = np.asarray(grey).astype(np.float32)
        dodge = light * 255 / np.maximum(255 - np.asarray(soft).astype(np.float32), 1)
        strokes = 255 - np.clip((255 - np.clip(dodge, 0, 255)) * 1.6, 0, 225)
        paper = strokes[..., None] * np.array((0.99, 0.985, 0.96))
        return Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8), "RGB")
    return image


# ---------------------------------------------------------------- captions


def article(phrase: str) -> str:
    """The phrase with "a" or "an" before it."""
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def background_phrase(kind: str) -> str:
    """How a caption says a background: "on a blue background", "at night"."""
    return kind if kind in PLACES else f"on {article(kind)} background"


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _relation(first: Thing, second: Thing) -> str:
    (x1, y1), (x2, y2) = _centre(first.box), _centre(second.box)
    if abs(x1 - x2) >= abs(y1 - y2):
        return "to the left of" if x1 < x2 else "to the right of"
    return "above" if y1 < y2 else "below"


def describe(scene: Scene, dice: random.Random) -> str:
    """A caption that is true of the scene; it may leave out the background and the places."""
    names = [article(thing.name) for thing in scene.things]
    if len(names) == 1:
        text = names[0]
    elif len(names) == 2:
        joined = "and" if dice.random() < 0.45 else _relation(*scene.things)
        text = f"{names[0]} {joined} {names[1]}"
    else:
        text = f"{names[0]}, {names[1]} and {names[2]}"
    paper = scene.style == "pencil sketch" and scene.background in PLAIN
    scene.names_background = not paper and dice.random() < 0.9
    if scene.names_background:
        text = f"{text} {background_phrase(scene.background)}"
    if scene.style:
        return f"{scene.style} of {text}" if dice.random() < 0.5 else f"{text}, {scene.style}"
    if dice.random() < 0.15:
        return dice.choice((f"3d render of {text}", f"{text}, 3d render", f"a picture of {text}"))
    return text


# ---------------------------------------------------------------- sampling


def _thing(
    dice: random.Random,
    size: int,
    spot: tuple[float, float],
    height: float,
    taken: tuple[str, ...],
    tinted: float,
) -> Thing:
    """A thing around a spot; a share `tinted` is drawn from those that come in colours."""
    x, y = spot
    if dice.random() < tinted:
        word = dice.choice([word for word in TINTABLE if word not in taken])
    else:
        word = dice.choice([word for word in THINGS if word not in taken])
    coloured = word in TINTABLE and dice.random() < 0.7
    colour = dice.choice(list(COLOURS)) if coloured else None
    picture = sprite(word, colour)
    scale = height / max(picture.size)
    width, tall = (max(8, int(side * scale)) for side in picture.size)
    x0 = int(min(max(x - width / 2, 2), size - width - 2))
    y0 = int(min(max(y - tall / 2, 2), size - tall - 2))
    return Thing(word, colour, (x0, y0, x0 + width, y0 + tall), dice.random() < 0.5)


def _alone(dice: random.Random, size: int, tinted: float) -> list[Thing]:
    share, word = dice.uniform(0.40, 0.62), ""
    luck = dice.random()
    if luck < 0.12:
        share, word = dice.uniform(0.66, 0.82), "big"
    elif luck < 0.24:
        share, word = dice.uniform(0.24, 0.32), "small"
    x, y = size * dice.uniform(0.4, 0.6), size * dice.uniform(0.45, 0.62)
    thing = _thing(dice, size, (x, y), share * size, (), tinted)
    thing.size = word
    return [thing]


def _pair(dice: random.Random, size: int, tinted: float) -> list[Thing]:
    tall = [dice.uniform(0.32, 0.46) * size for _ in range(2)]
    if dice.random() < 0.72:
        level = dice.uniform(0.48, 0.66)
        spots = [(dice.uniform(0.24, 0.29), level + dice.uniform(-0.05, 0.05))]
        spots += [(dice.uniform(0.71, 0.76), level + dice.uniform(-0.05, 0.05))]
    else:
        column = dice.uniform(0.35, 0.65)
        spots = [(column + dice.uniform(-0.08, 0.08), dice.uniform(0.25, 0.29))]
        spots += [(column + dice.uniform(-0.08, 0.08), dice.uniform(0.71, 0.75))]
    things: list[Thing] = []
    for (x, y), height in zip(spots, tall, strict=True):
        taken = tuple(thing.word for thing in things)
        things.append(_thing(dice, size, (x * size, y * size), height, taken, tinted))
    if dice.random() < 0.5:
        things.reverse()
    return things


def _three(dice: random.Random, size: int, tinted: float) -> list[Thing]:
    level = dice.uniform(0.5, 0.64)
    things: list[Thing] = []
    for place in (0.19, 0.50, 0.81):
        taken = tuple(thing.word for thing in things)
        y = (level + dice.uniform(-0.06, 0.06)) * size
        height = dice.uniform(0.24, 0.30) * size
        things.append(_thing(dice, size, (place * size, y), height, taken, tinted))
    return things


def sample(
    seed: int,
    size: int = 256,
    things: int | None = None,
    close: bool = False,
    tinted: float = TINTED,
) -> Scene:
    """The scene of a seed: of one to three things, or of as many as asked.

    A close-up (`close`) fills a smaller picture with one thing, as large as it is in a pair. A
    share `tinted` of the things is drawn from those that come in colours, the rest from all.
    """
    dice = random.Random(seed)
    kind = dice.choice(list(PLAIN)) if dice.random() < 0.5 else dice.choice(PLACES)
    style = "" if dice.random() < 0.84 else dice.choice(STYLES)
    if style == "pencil sketch" and kind in PLAIN:
        kind = "white"  # paper
    count = dice.choices((1, 2, 3), (0.42, 0.50, 0.08))[0]
    if close:
        height = dice.uniform(0.62, 0.92) * size
        x, y = size * dice.uniform(0.4, 0.6), size * dice.uniform(0.45, 0.62)
        drawn = [_thing(dice, size, (x, y), height, (), tinted)]
    else:
        drawn = {1: _alone, 2: _pair, 3: _three}[things or count](dice, size, tinted)
    if style == "pencil sketch":
        for thing in drawn:
            thing.colour = None  # pencils are grey
    scene = Scene(size, drawn, kind, style, seed)
    scene.caption = describe(scene, dice)
    return scene


def sheet(scenes: list[Scene], columns: int = 6) -> Image.Image:
    """Scenes side by side, each over its caption."""
    size = scenes[0].size
    rows = -(-len(scenes) // columns)
    page = Image.new("RGB", (columns * (size + 4), rows * (size + 18)), "white")
    draw = ImageDraw.Draw(page)
    for index, scene in enumerate(scenes):
        x, y = index % columns * (size + 4), index // columns * (size + 18)
        page.paste(render(scene), (x, y))
        draw.text((x + 2, y + size + 3), scene.caption[: size // 6], fill="black")
    return page


if __name__ == "__main__":
    sheet([sample(seed) for seed in range(24)]).save(sys.argv[1])
