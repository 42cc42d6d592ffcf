"""Trainings are found again, whatever stopped them; what was learned is found and stays."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core import places
from core.errors import RecipeError, UserError
from core.models.info import ModelInfo
from core.models.library import find_models
from core.training import kept, kinds
from core.training.draft import (
    TrainingDraft,
    begun,
    entries_of,
    further_entry,
    in_words,
    left_open,
    of_other_kind,
    plan_of,
    shown,
)
from core.training.kept import Stand
from core.training.plan import read_plan
from tests.files.faults import power_cuts
from tests.training.small import draw

XL = ModelInfo("xl", "XL", "sdxl", Path("nowhere"), 1024)
SD = ModelInfo("sd", "SD", "sd1", Path("nowhere"), 512)


def zorb(folder: Path) -> TrainingDraft:
    draw(folder / "pictures", 3)
    return TrainingDraft(
        "dreambooth",
        {"word": " zorb ", "class_word": "toy", "pictures": [{"folder": "pictures"}],
         "prior_folder": "", "alpha": None},
    )  # fmt: skip


class TestDrafts:
    @pytest.mark.parametrize("kind", sorted(kinds()))
    def test_of_every_kind_say_what_is_missing_by_its_title(self, kind: str) -> None:
        plan = kinds()[kind]
        name, _ = entries_of(plan)
        draft = begun(kind)
        assert draft.entries == [{"folder": "pictures"}]
        try:
            made = plan_of(draft, Path("/toy"), None)
        except RecipeError as error:
            assert not in_words(error, plan).cause.startswith(error.field)
        else:
            assert getattr(made, name)[0].folder == str(Path("/toy/pictures"))

    def test_become_plans_with_what_was_set(self, tmp_path: Path) -> None:
        plan = plan_of(zorb(tmp_path), tmp_path, SD)
        assert plan.taught() == ("zorb toy",)
        assert plan.pictures[0].folder == str(tmp_path / "pictures")
        assert plan.prior_folder is None

    def test_an_empty_word_is_told(self) -> None:
        draft = begun("custom_diffusion").with_entries([{"folder": "a", "word": " "}])
        with pytest.raises(RecipeError) as caught:
            plan_of(draft, Path("/toy"), None)
        assert caught.value.field == "concepts[0].word"
        assert in_words(caught.value, draft.plan).cause == "Concept 1: Word: The text is empty."

    def test_settings_are_called_as_forms_call_them(self) -> None:
        error = UserError("It is full.", "Use a smaller “batch”, or “gradient_checkpointing”.")
        told = in_words(error, kinds()["dreambooth"])
        assert told.remedy == "Use a smaller “Batch”, or “Gradient checkpointing”."
        with pytest.raises(RecipeError) as caught:
            plan_of(begun("dreambooth", word="zorb"), Path("/toy"), None)
        assert in_words(caught.value, kinds()["dreambooth"]).cause == (
            "Kind of thing: Without a class there is nothing to be remembered."
        )

    def test_begin_with_what_suits_the_model(self) -> None:
        draft = begun("dreambooth")
        assert not draft.value("gradient_checkpointing", SD)
        assert draft.value("gradient_checkpointing", XL)
        whole = draft.with_value("result", "model")
        assert draft.value("learning_rate", SD) > 10 * whole.value("learning_rate", SD)
        own = whole.with_value("learning_rate", 3e-4).with_value("gradient_checkpointing", False)
        assert shown(own, XL)["learning_rate"] == 3e-4
        assert shown(own, XL)["gradient_checkpointing"] is False

    def test_begin_with_what_a_model_says_it_is_taught_best_with(self) -> None:
        said = {
            "dreambooth": {"steps": 450, "learning_rate": 1e-3, "rank": 0, "unheard": 1},
            "dreambooth_model": {"learning_rate": 2e-5},
        }
        info = replace(SD, teaching=said)
        draft = begun("dreambooth")
        assert draft.value("steps", info) == 450
        assert draft.value("learning_rate", info) == 1e-3
        assert draft.value("rank", info) == 16, "what cannot be is passed over"
        assert "unheard" not in shown(draft, info)
        assert draft.with_value("steps", 7).value("steps", info) == 7
        whole = draft.with_value("result", "model")
        assert whole.value("learning_rate", info) == 2e-5
        assert whole.value("steps", info) == whole.value("steps", SD)

    def test_what_is_left_open_is_as_the_program_chooses(self) -> None:
        draft = begun("dreambooth", rank=8)
        assert left_open(draft, SD) == {
            "resolution": 512, "alpha": 8, "text_encoder_rate": 1e-4
        }  # fmt: skip
        assert left_open(begun("textual_inversion"), None) == {}

    def test_words_and_pictures_stay_when_something_else_is_taught(self, tmp_path: Path) -> None:
        draft = zorb(tmp_path).with_value("steps", 7).with_value("model", "tiny")
        word = of_other_kind(draft, "textual_inversion")
        assert word.values["initial_word"] == "toy"
        assert "steps" not in word.values
        assert word.entries == draft.entries
        several = of_other_kind(word, "custom_diffusion")
        assert several.entries == [{"folder": "pictures", "word": " zorb ", "class_word": "toy"}]
        assert several.values["model"] == "tiny"
        several = several.with_entries([*several.entries, further_entry(several)])
        assert several.entries[1] == {"folder": "pictures 2"}
        back = of_other_kind(several, "dreambooth", result="model")
        assert back.values["word"] == " zorb "
        assert back.values["result"] == "model"
        assert back.entries == [{"folder": "pictures"}]


class TestKept:
    def test_what_is_being_set_up_is_found_again(self) -> None:
        folder = kept.fresh_folder()
        kept.save_draft(folder, zorb(folder))
        (found,) = kept.kept()
        assert found.stand == Stand.DRAFT
        assert found.draft.values["word"] == " zorb "
        assert kept.fresh_folder() != folder

    def test_pictures_alone_are_one_too_and_other_folders_none(self) -> None:
        draw(kept.fresh_folder() / "pictures", 1)
        (kept.home() / "something else").mkdir()
        assert [one.draft.entries for one in kept.kept()] == [[{"folder": "pictures"}]]

    def test_what_is_begun_is_a_file_of_the_command_line(self) -> None:
        folder = kept.fresh_folder()
        kept.save_draft(folder, zorb(folder))
        folder, plan = kept.begin(folder, plan_of(zorb(folder), folder, SD))
        assert folder.name == "zorb toy"
        assert plan.pictures[0].folder == str(folder / "pictures")
        assert read_plan(folder / "TRAINING.json") == plan
        moved = folder.rename(folder.parent / "moved")
        assert read_plan(moved / "TRAINING.json").pictures[0].folder == str(moved / "pictures")
        (found,) = kept.kept()
        assert (found.stand, found.step, found.title) == (Stand.STOPPED, 0, "zorb toy")

    def test_a_name_that_is_taken_gets_a_number(self) -> None:
        for _ in range(2):
            folder = kept.fresh_folder()
            kept.begin(folder, plan_of(zorb(folder), folder, SD))
        assert sorted(one.folder.name for one in kept.kept()) == ["zorb toy", "zorb toy 2"]

    def test_a_broken_one_says_why(self) -> None:
        folder = kept.fresh_folder()
        folder.mkdir(parents=True)
        (folder / "TRAINING.json").write_text('{"kind": "lora", "steps": 0}')
        (found,) = kept.kept()
        assert found.stand == Stand.BROKEN
        assert "pictures" in found.problem or "steps" in found.problem
        (folder / "TRAINING.json").write_text("{")
        assert kept.kept()[0].stand == Stand.BROKEN

    def test_where_it_stopped_is_told_with_all_that_was_seen(self) -> None:
        folder = begun_folder()
        for step in (250, 500):
            checkpoint = folder / "checkpoints" / f"step-{step:08}"
            checkpoint.mkdir(parents=True)
            (checkpoint / "state.json").write_text(json.dumps({"losses": [0.5] * step}))
        (folder / "so-far").mkdir()
        (folder / "so-far" / "zorb toy.safetensors").write_bytes(b"so far")
        draw(folder / "samples", 1)
        (folder / "samples" / "00.png").rename(folder / "samples" / "00000250-1.png")
        (found,) = kept.kept()
        assert found.step == 500
        assert [file.name for file in found.so_far] == ["zorb toy.safetensors"]
        seen = kept.history(folder)
        assert len(seen.losses) == 500
        assert [(one.step, one.number) for one in seen.samples] == [(250, 1)]

    def test_a_copy_has_the_pictures_and_no_checkpoints(self) -> None:
        folder = begun_folder()
        (folder / "checkpoints").mkdir()
        (found,) = kept.kept()
        other = kept.duplicate(folder, found.title, found.draft)
        again = kept.look(other)
        assert again.stand == Stand.DRAFT
        assert again.draft.values["word"] == "zorb"
        assert len(list((other / "pictures").iterdir())) == 3
        assert not (other / "checkpoints").exists()


def begun_folder() -> Path:
    folder = kept.fresh_folder()
    return kept.begin(folder, plan_of(zorb(folder), folder, SD))[0]


class TestWhatWasLearned:
    def learned(self, folder: Path) -> tuple[Path, ...]:
        file, model = folder / "zorb toy.safetensors", folder / "zorb model"
        file.write_bytes(b"learned")
        model.mkdir()
        (model / "model_index.json").write_text("{}")
        (folder / "result.json").write_text(json.dumps({"files": [file.name, model.name]}))
        return file, model

    def test_lies_where_models_are_kept_and_stays_there(self) -> None:
        folder = begun_folder()
        files = kept.put_away(folder, self.learned(folder))
        top = places.own_models()
        assert files == (top / "learned" / "zorb toy.safetensors", top / "zorb model")
        assert kept.kept()[0].files == files
        assert kept.kept()[0].stand == Stand.DONE
        assert kept.put_away(folder, files) == files
        kept.remove(folder)
        assert kept.kept() == []
        assert files[0].read_bytes() == b"learned"
        assert (files[1] / "model_index.json").is_file()

    def test_replaces_nothing(self) -> None:
        first = begun_folder()
        kept.put_away(first, self.learned(first))
        second = begun_folder()
        files = kept.put_away(second, self.learned(second))
        assert [file.name for file in files] == ["zorb toy 2.safetensors", "zorb model 2"]

    def test_is_found_in_the_folder_until_it_is_put_away(self) -> None:
        folder = begun_folder()
        files = self.learned(folder)
        assert kept.kept()[0].files == files
        (folder / "learned.json").write_text(json.dumps({"files": ["/gone/zorb.safetensors"]}))
        assert kept.kept()[0].files == files

    def test_goes_to_another_disk_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OSError(18, "Invalid cross-device link")

        folder = begun_folder()
        files = self.learned(folder)
        monkeypatch.setattr(kept.os, "rename", refuse)
        moved = kept.put_away(folder, files)
        assert moved[0].read_bytes() == b"learned"
        assert (moved[1] / "model_index.json").is_file()
        assert not any(file.exists() for file in files)

    def test_is_not_taken_for_another_that_lies_where_it_was_to_go(self) -> None:
        """A crash came before it was moved, and another one has got the name meanwhile."""
        folder = begun_folder()
        file, model = self.learned(folder)
        there = places.own_models() / "learned" / file.name
        there.parent.mkdir(parents=True)
        there.write_bytes(b"another")
        noted = {"files": [str(there), str(model)], "from": {file.name: str(there)}}
        (folder / "learned.json").write_text(json.dumps(noted))
        assert file in kept.kept()[0].files
        moved = kept.put_away(folder, kept.kept()[0].files)
        assert b"learned" in [one.read_bytes() for one in moved if one.is_file()]
        assert there.read_bytes() == b"another"


@pytest.mark.slow
@pytest.mark.parametrize("what", ["begun", "duplicated", "put_away", "put_away_elsewhere"])
def test_whenever_the_program_is_killed_no_training_is_lost(tmp_path: Path, what: str) -> None:
    assert power_cuts(f"tests.training.power_cuts.{what}", tmp_path) > 10


def test_what_the_starter_model_says_of_how_it_is_taught_is_all_heard() -> None:
    """Nothing of it is unknown to a trainer, or passed over because it cannot be."""
    (starter,) = (one for one in find_models([places.resources()]) if one.id == "starter")
    assert starter.teaching.keys() <= kinds().keys()
    for kind, said in starter.teaching.items():
        heard = shown(begun(kind), starter)
        assert {name: heard.get(name) for name in said} == said, kind
