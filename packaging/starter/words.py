"""Makes the starter's tokenizer and an untrained text encoder, for a training from nothing.

    python words.py FOLDER

writes FOLDER/tokenizer and FOLDER/text_encoder in the layout of Stable Diffusion's. The shipped
UNet belongs to the shipped ones: replacing them means training everything again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import world
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

LENGTH = 48
WIDTH = 192
START, END = "<|startoftext|>", "<|endoftext|>"
SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+"
# Words of usual prompts that the world does not draw: they get tokens of their own.
USUAL = """
photo photograph painting drawing watercolor oil digital art illustration high quality low blurry
bad ugly sks style woman man person girl boy face smile eyes hair city street mountain river lake
sea sky forest flower grass sand stone wood water fire night day morning evening winter summer old
new big small tiny large huge bright dark light colorful and with without of in on at the to from
over under behind front next very many two three four five make turn into it replace change add
remove put give
""".split()  # noqa: SIM905


def tokenizer(folder: Path) -> CLIPTokenizer:
    """Byte pairs of the world's captions, as CLIP splits text."""
    captions = [world.sample(seed).caption for seed in range(4000)]
    pairs = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    pairs.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    pairs.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    pairs.train_from_iterator(
        captions + USUAL * 20,
        trainers.BpeTrainer(
            vocab_size=1600,
            end_of_word_suffix="</w>",
            initial_alphabet=alphabet,
            show_progress=False,
            min_frequency=2,
        ),
    )
    merges = [tuple(merge) for merge in json.loads(pairs.to_str())["model"]["merges"]]
    words = [*alphabet, *(f"{letter}</w>" for letter in alphabet)]
    words += [first + second for first, second in merges]
    vocabulary = {word: index for index, word in enumerate(dict.fromkeys([*words, START, END]))}
    folder.mkdir(parents=True, exist_ok=True)
    listed, joined = folder / "vocab.json", folder / "merges.txt"
    listed.write_text(json.dumps(vocabulary, ensure_ascii=False))
    joined.write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    CLIPTokenizer(str(listed), str(joined), model_max_length=LENGTH).save_pretrained(folder)
    return CLIPTokenizer.from_pretrained(folder)


def text_encoder(vocabulary: int) -> CLIPTextModel:
    """An untrained text encoder for so many tokens."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=WIDTH,
            intermediate_size=4 * WIDTH,
            num_hidden_layers=4,
            num_attention_heads=6,
            max_position_embeddings=LENGTH,
            hidden_act="quick_gelu",
            projection_dim=WIDTH,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=vocabulary - 1,
        )
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    args = options.parse_args()
    made = tokenizer(args.folder / "tokenizer")
    text_encoder(len(made)).save_pretrained(args.folder / "text_encoder")
    print(f"{len(made)} tokens")


if __name__ == "__main__":
    main()
