"""Bringing in: folders, files of every kind, and what they say of themselves."""

from __future__ import annotations

import io
from pathlib import Path

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from studio_at_work import StudioAtWork

from omniimage.contracts.images import Imported
from omniimage.contracts.runs import RunParams

pillow_heif.register_heif_opener()


def encoded(format: str, colour: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, format, **options)
    return file.getvalue()


def bring(work: StudioAtWork, *paths: Path) -> Imported:
    imported: Imported = work.call(work.studio.api_parts.library.import_files(list(paths)))
    return imported


def test_a_folder_with_all_that_lies_in_it(work: StudioAtWork, tmp_path: Path) -> None:
    top = tmp_path / "pictures"
    (top / "b" / "c").mkdir(parents=True)
    (top / ".hidden").mkdir()
    for name, data in {
        "1.png": encoded("PNG", "red"),
        "2.JPG": encoded("JPEG", "green"),
        "notes.txt": b"not a picture",
        ".secret.png": encoded("PNG", "white"),
        ".hidden/5.png": encoded("PNG", "white"),
        "b/3.bmp": encoded("BMP", "blue"),
        "b/c/4.heic": encoded("HEIF", "yellow"),
        "b/c/damaged.webp": b"RIFF....WEBPVP8 ",
        "b/c/empty.tif": b"",
    }.items():
        (top / name).write_bytes(data)
    (top / "loop").symlink_to(top)
    imported = bring(work, top)
    images = [work.call(work.studio.api_parts.library.get(id)) for id in imported.image_ids]
    assert [(image.name, image.mime_type) for image in images] == [
        ("1.png", "image/png"),
        ("2.JPG", "image/jpeg"),
        ("3.bmp", "image/png"),
        ("4.heic", "image/png"),
    ]
    assert [image.recipe for image in images] == [{}, {}, {"imported_from": "BMP"}, {"imported_from": "HEIF"}]
    assert [(file.name, file.error.code) for file in imported.refused] == [
        ("damaged.webp", "not_an_image"),
        ("empty.tif", "not_an_image"),
    ]
    assert len([1 for type, _ in work.events if type == "image.added"]) == 4
    assert not [*work.studio.paths.work.iterdir()]


def test_an_empty_folder_and_a_name_that_is_not_there(work: StudioAtWork, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert bring(work, tmp_path / "empty") == Imported(image_ids=[], refused=[])
    imported = bring(work, tmp_path / "nowhere.png")
    assert [(file.name, file.error.code) for file in imported.refused] == [("nowhere.png", "not_found")]


def test_a_found_recipe_is_offered_and_can_be_searched_for(work: StudioAtWork, tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("parameters", "a paper boat\nNegative prompt: rain\nSteps: 20, Seed: 9, CFG scale: 7, Model: sdxl")
    (tmp_path / "boat.png").write_bytes(encoded("PNG", "red", pnginfo=info))
    (id,) = bring(work, tmp_path / "boat.png").image_ids
    image = work.call(work.studio.api_parts.library.get(id))
    assert (image.prompt, image.model) == ("a paper boat", None)
    assert image.recipe["found"] == {
        "tool": "a1111",
        "prompt": "a paper boat",
        "negative_prompt": "rain",
        "model": "sdxl",
        "seed": 9,
        "steps": 20,
        "cfg": 7.0,
    }


def test_many_files_keep_their_order(work: StudioAtWork, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.png" for number in range(12)]
    for number, file in enumerate(files):
        file.write_bytes(encoded("PNG", f"rgb({number}, 0, 0)"))
    names = [work.call(work.studio.api_parts.library.get(id)).name for id in bring(work, *files).image_ids]
    assert names == [file.name for file in files]


def test_an_untouched_original_that_comes_back_has_the_recipe_of_its_twin(work: StudioAtWork, tmp_path: Path) -> None:
    run = work.call(work.studio.generation.start("a paper boat", ["offline/poster"], RunParams(seed=9)))
    work.call(work.studio.generation.wait(run.generations[0].id))
    (made,) = work.call(work.studio.generation.wait(run.generations[0].id)).image_ids
    library = work.studio.api_parts.library
    copy = tmp_path / "from my desktop.png"
    copy.write_bytes(work.call(library.original(made)).path.read_bytes())
    (id,) = bring(work, copy).image_ids
    image = work.call(library.get(id))
    assert id != made and (image.kind, image.name) == ("imported", "from my desktop.png")
    assert (image.prompt, image.model) == ("a paper boat", "offline/poster")
    assert (image.recipe["found"]["tool"], image.recipe["found"]["seed"]) == ("omniimage", 9)

    # Once all of them are thrown away, the one that is brought in again is the newest of them, not one more.
    work.call(library.delete([made, id]))
    assert bring(work, copy).image_ids == [id]
    assert work.call(library.get(id)) == image
