"""A library that is put off costs nothing until it is used, and is then as if it had been there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def told(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_is_loaded_by_its_first_use_and_not_by_being_imported() -> None:
    assert (
        told(
            "import sys\n"
            "from desktop.later import import_when_used\n"
            "import_when_used('colorsys')\n"
            "import colorsys, colorsys as again\n"
            "before = 'rgb_to_hsv' in vars(colorsys)\n"
            "value = colorsys.rgb_to_hsv(1, 0, 0)\n"
            "print(before, value, sys.modules['colorsys'].rgb_to_hsv is colorsys.rgb_to_hsv)\n"
        )
        == "False (0.0, 1.0, 1) True"
    )


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert (
        told(
            "from desktop.later import import_when_used\n"
            "import_when_used('colorsys')\n"
            "import colorsys\n"
            "print(hasattr(colorsys, 'nothing'), hasattr(colorsys, 'hsv_to_rgb'))\n"
        )
        == "False True"
    )


def test_a_part_of_a_package_is_put_off_too() -> None:
    assert (
        told(
            "import sys\n"
            "from desktop.later import import_when_used, use_now\n"
            "import_when_used('core.document.commands')\n"
            "from core.document import commands\n"
            "before = 'core.document.layer_commands' in sys.modules\n"
            "use_now('core.document.commands')\n"
            "from core.document.layer_commands import AddLayer\n"
            "print(before, commands.AddLayer is AddLayer)\n"
        )
        == "False True"
    )


def test_a_file_that_is_put_off_is_one_module_however_it_is_named() -> None:
    assert told(
        "from desktop.later import import_when_used\n"
        "import_when_used('core.files.gpl')\n"
        "from core.files import gpl\n"
        "import core.files.gpl, sys\n"
        "gpl.MAX_BYTES -= gpl.MAX_BYTES - 3\n"
        "print(core.files.gpl is gpl is sys.modules['core.files.gpl'])\n"
        "print(gpl.read_gpl.__globals__['MAX_BYTES'])\n"
    ).split() == ["True", "3"]


def test_one_that_cannot_be_loaded_says_so_each_time() -> None:
    assert told(
        "import sys, pathlib, tempfile\n"
        "from desktop.later import import_when_used\n"
        "folder = tempfile.mkdtemp()\n"
        "pathlib.Path(folder, 'broken_one.py').write_text('x = 1\\nimport no_such_thing')\n"
        "sys.path.insert(0, folder)\n"
        "import_when_used('broken_one')\n"
        "import broken_one\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        broken_one.y\n"
        "    except ImportError as error:\n"
        "        print(error.name)\n"
    ).split() == ["no_such_thing", "no_such_thing"]


def test_opencv_works_from_several_threads_at_once() -> None:
    assert (
        told(
            "import desktop.first, threading, numpy as np\n"
            "import cv2\n"
            "image = np.zeros((8, 8), np.uint8)\n"
            "done = []\n"
            "work = lambda: done.append(cv2.resize(image, (4, 4)).shape)\n"
            "threads = [threading.Thread(target=work) for _ in range(8)]\n"
            "[thread.start() for thread in threads]\n"
            "[thread.join() for thread in threads]\n"
            "print(set(done), len(done))\n"
        )
        == "{(4, 4)} 8"
    )
