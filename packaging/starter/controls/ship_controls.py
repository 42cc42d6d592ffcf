"""Puts taught control weights into resources/, models as differences to the one they began from.

    python ship_controls.py WORK/runs/controlnet-canny/starter-controlnet-canny …
    python ship_controls.py WORK/runs/instruct/starter-instruct --megabytes 8

A folder of a ControlNet or T2I-Adapter is copied as it is (half precision). Of a model only the
first convolution and the vectors are kept whole, and of the changes of matrices and kernels as many
singular vectors as fit into --megabytes: it prints which part of what was learned is lost by that.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))
from core.models import differences  # noqa: E402  (found by the line above)
from core.models.folders import INDEX  # noqa: E402
from core.models.library import ABOUT, find_models, named  # noqa: E402

RESOURCES = ROOT / "resources"
STARTER = RESOURCES / "starter"
TITLES = {
    "starter-controlnet-canny": "Starter: ControlNet for edges (Canny)",
    "starter-controlnet-scribble": "Starter: ControlNet for scribbles",
    "starter-controlnet-depth": "Starter: ControlNet for depth",
    "starter-controlnet-segmentation": "Starter: ControlNet for segments",
    "starter-adapter-sketch": "Starter: T2I-Adapter for sketches",
    "starter-adapter-color": "Starter: T2I-Adapter for colours",
    "starter-instruct": "Starter: instructions (InstructPix2Pix)",
    "starter-depth": "Starter: depth (Depth2Image)",
    "starter-inpaint": "Starter: inpainting",
}
README = """# {title}

{what}, taught on pictures of the drawn world (`packaging/starter`), in half precision. It is for
learning the program offline and for testing that techniques do what they claim, not for real
pictures. The recipe is in `packaging/starter/controls`; how good it is, in
`tests/semantics/FIGURES.md`.

The weights are under the project's own licence. They were trained on pictures drawn from the
Fluent Emoji sprites, © Microsoft Corporation, MIT licence: see `NOTICE`.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--megabytes", type=float, default=8, help="of a model's difference")
    options.add_argument(
        "--into", type=Path, default=RESOURCES, help="another folder: to be taught on from there"
    )
    args = options.parse_args()
    base = named(find_models([STARTER]), STARTER.name)
    args.into.mkdir(parents=True, exist_ok=True)
    for folder in args.folders:
        title = TITLES.get(folder.name, folder.name)
        target = args.into / folder.name
        if (folder / INDEX).is_file():
            (taught,) = find_models([folder])
            lost = differences.write(target, taught, base, int(args.megabytes * 1e6 / 2))
            print(f"{target.name}: {lost:.1%} of what was learned is lost")
            what = "A UNet with more input channels, as its difference to the starter model's"
        else:
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target)
            what = "A network beside the starter model"
        about = json.loads((target / ABOUT).read_text()) | {"title": title}
        (target / ABOUT).write_text(json.dumps(about, indent=1) + "\n")
        shutil.copyfile(STARTER / "NOTICE", target / "NOTICE")
        (target / "README.md").write_text(README.format(title=title, what=what))
        size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
        print(f"{target.name}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
