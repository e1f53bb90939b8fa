"""Paints one request: scene, stage, things, weather, finish, and the truth about the result."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from hashlib import sha256

from PIL import Image, ImageChops, PngImagePlugin

from . import atmosphere, masking, painters, palettes, references, styles
from .backdrops import SETTINGS, Stage
from .backdrops.water import water_surface
from .colour import RGB, mix, rgb
from .composition import CELESTIAL, compose
from .frame import Frame, dice
from .ink import Ink
from .lettering import can_write, write
from .lexicon import colours, subjects
from .marks import Mark
from .pen import PAINTERS, Pen, Placement, place
from .report import Painted, joined, report
from .scene import Scene, Wanted, home_of, read_scene, time_of
from .stopping import go_on
from .things import Thing
from .truth import Drawn

_REGISTRIES = (painters, styles)
_IMPLIED = {"dawn": "sun", "sunset": "sun", "dusk": "sun", "night": "moon"}
_GUTTER_SHARE = 0.02
_CLOTHED = frozenset(("person", "man", "woman", "child"))
_LIGHT_OF = dict.fromkeys(("studio", "plain", "pattern", "tabletop", "room", "underwater", "space"), "day")


@dataclass(frozen=True)
class Request:
    """The arguments of `draw`, checked."""

    prompt: str
    style: str
    width: int
    height: int
    seed: int
    steps: int
    negative_prompt: str
    references: tuple[bytes, ...]
    mask: bytes | None = None

    def inputs(self) -> list[object]:
        """All that decides the composition, as JSON values. Steps are not of it: more of them refine the same picture."""
        digests = [sha256(r).hexdigest() for r in self.references]
        return [self.prompt, self.style, self.width, self.height, self.seed, self.negative_prompt, digests]


def finish(request: Request) -> tuple[bytes, Drawn]:
    """The PNG and the truth about it."""
    scene = read_scene(request.prompt, request.negative_prompt)
    images = [references.open_reference(r) for r in request.references]
    if request.mask is not None and images:
        hole = masking.window(images[0], references.open_reference(request.mask), (request.width, request.height))
        size = (hole.width, hole.height)
        image, drawn = _paint(request, replace(scene, grid=None), [hole.under(), *images[1:]], size, "")
        image, drawn = masking.put_in(image, drawn, hole)
    elif scene.grid:
        image, drawn = _grid(request, scene, images)
    else:
        image, drawn = _paint(request, scene, images, (request.width, request.height), "")
    return _encode(image, drawn), drawn


def _encode(image: Image.Image, drawn: Drawn) -> bytes:
    go_on()
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Software", "OmniImage Studio offline")
    chunks.add_itxt("omniimage:drawn", json.dumps(drawn.as_json(), ensure_ascii=False, separators=(",", ":")))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3, pnginfo=chunks)
    return out.getvalue()


def _grid(request: Request, scene: Scene, images: list[Image.Image]) -> tuple[Image.Image, Drawn]:
    """One picture of several panels, each a variation with dice of its own."""
    assert scene.grid is not None
    across, down = scene.grid
    sheet = Image.new("RGB", (request.width, request.height), (255, 255, 255))
    gutter = round(min(sheet.size) * _GUTTER_SHARE) if scene.gutter else 0
    panels = []
    for row in range(down):
        for col in range(across):
            left, right = (request.width * c // across + gutter * (c > 0) // 2 for c in (col, col + 1))
            top, bottom = (request.height * r // down + gutter * (r > 0) // 2 for r in (row, row + 1))
            right -= gutter * (col + 1 < across)
            bottom -= gutter * (row + 1 < down)
            size = (max(16, right - left), max(16, bottom - top))
            panel = replace(scene, grid=None)
            image, drawn = _paint(request, panel, images, size, f"panel {row},{col}")
            sheet.paste(image, (left, top))
            panels.append((drawn, (left, top, *size)))
    return sheet, joined(panels, scene, sheet.size)


def _paint(
    request: Request, scene: Scene, images: list[Image.Image], size: tuple[int, int], salt: str
) -> tuple[Image.Image, Drawn]:
    inputs = [*request.inputs(), salt]
    rng = dice(*inputs, "light")
    detail = min(1.0, request.steps / 30) ** 0.7
    home = home_of(scene)
    if not scene.items and not scene.setting:
        home = ("hills", "mountains", "sea", "desert")[int(rng.integers(4))]
    palette = palettes.choose(time_of(scene) or _LIGHT_OF.get(home, ""), scene.moods, scene.weather, rng)
    scene = replace(scene, setting=home)
    frame = Frame(*size, detail, palette, dice(*inputs, "stage"))
    frame.clouds = not ({"clear", "rain", "storm"} & set(scene.weather) or {"minimal"} & set(scene.moods))
    frame.clouds = frame.clouds and not {"cloud", "sky"} & {*scene.left_out, *(i.subject for i in scene.items)}
    done: list[str] = []
    if images:
        found = [c for image in images for c in references.dominant(image)]
        frame.palette = palettes.from_colours(palette, found)
        done.append("palette taken from the reference" + ("s" if len(images) > 1 else ""))
    named = [i for i in scene.items if subjects()[i.subject].place != "terrain"]
    restyled = bool(images) and (scene.edit or not scene.items)
    if restyled:
        frame.base = references.fitted(images[0], size)
        done.append("first reference repainted in the style")
        if palette.lamps and scene.time:
            frame.base = _darkened(frame.base, palette.ambient)
            done.append(f"light of the reference changed to {scene.time}")
        stage = Stage(size[1] * 0.5, size[1] * 0.86, size[1] * 0.5, sky=False)
    else:
        stage = SETTINGS.get(home, SETTINGS["hills"])(frame, scene)
    frame.rng = dice(*inputs, "things")
    frame.inputs = inputs
    painted = _populate(frame, scene, stage, implied=not restyled and bool(named or not images))
    frame.rng = dice(*inputs, "finish")
    image = styles.RENDERERS[request.style](frame)
    if "monochrome" in scene.moods and not any(i.colours for i in scene.items):
        image = image.convert("L").convert("RGB")
    drawn = report(frame, scene, stage, painted, image, request.style, request.steps, tuple(done), restyled)
    return image, drawn


def _darkened(image: Image.Image, light: RGB) -> Image.Image:
    """The picture under a coloured light."""
    return ImageChops.multiply(image, Image.new("RGB", image.size, mix(light, (60, 66, 110), 0.4)))


def _implied(scene: Scene, frame: Frame, stage: Stage, things: list[Thing]) -> list[Thing]:
    """A sun or moon the time of day calls for, when the prompt leaves the sky empty."""
    kind = _IMPLIED.get(frame.palette.time)
    busy = any(t.subject in ("sun", "moon", "crescent", "star", "planet") for t in things)
    if not kind or busy or not stage.sky or kind in scene.left_out or scene.setting in ("space", "forest"):
        return []
    if {"rain", "storm", "cloudy"} & set(scene.weather):
        return []
    w, h = frame.size
    r = min(w, h) * (0.12 if kind == "sun" else 0.085)
    crowded = [t for t in things if t.layer]
    middle = crowded[0].x if crowded else w * 0.6
    x = w * float(frame.rng.uniform(0.2, 0.4)) if middle > w / 2 else w * float(frame.rng.uniform(0.6, 0.8))
    if {"left", "right"} & set(scene.free):
        inner, outer = (0.5 * w + 1.15 * r, w - 1.5 * r) if "left" in scene.free else (0.5 * w - 1.15 * r, 1.5 * r)
        x = max((inner, outer), key=lambda at: abs(at - middle))
    y = stage.horizon - h * (0.06 if kind == "sun" else 0.26)
    thing = Thing(-1, kind, kind, r * 2, r * 2, x, max(y + r * 0.4, r * 2.4), 0, implied=True)
    return [thing]


def _populate(frame: Frame, scene: Scene, stage: Stage, *, implied: bool) -> list[Painted]:
    things = compose(scene, frame, stage)
    if implied:
        things = [*_implied(scene, frame, stage, things), *things]
    painted: list[Painted] = []
    behind: list[Mark] = atmosphere.night_sky(frame, scene, stage)
    far: list[Mark] = []
    main: list[Mark] = []
    after: list[Mark] = []
    for number, thing in enumerate(things, 1):
        go_on()
        record, marks = _thing_marks(number, thing, scene, frame)
        painted.append(record)
        if thing.subject == "star" and stage.water:
            main += marks
            continue
        if thing.layer == 0 and thing.subject in CELESTIAL:
            if thing.subject == "sun":
                behind += atmosphere.sky_glow(frame, thing.x, thing.y - thing.h / 2, thing.w / 2)
            behind += marks
            continue
        if thing.subject == "mountain" and stage.sky:
            far += marks
            continue
        main += _grounding(thing, frame, scene, stage)
        main += marks
        if thing.subject == "lighthouse" and (frame.palette.lamps or "fog" in scene.weather):
            left = "left" in scene.free or ("right" not in scene.free and thing.x > frame.width * 0.5)
            after += atmosphere.beam(frame, thing, left)
    frame.marks[frame.celestial_at : frame.celestial_at] = behind + far
    if stage.water and stage.sky:
        frame.marks += water_surface(frame, stage)
    if stage.sky and stage.water and stage.front:
        frame.marks += stage.front + main
    else:
        frame.marks += main + stage.front
    frame.marks += after + atmosphere.weather(frame, scene, stage)
    return painted


def _grounding(thing: Thing, frame: Frame, scene: Scene, stage: Stage) -> list[Mark]:
    """What ties a thing to the ground it stands on: a shadow, a rock, a reflection."""
    info = subjects()[thing.subject]
    if info.place in ("sky", "flat", "wall", "swim", "back", "span") or thing.layer != 2 or thing.attached:
        return []
    if stage.water and stage.sky and not stage.front:
        return [] if info.place == "water" else atmosphere.islet(frame, thing)
    return atmosphere.contact_shadow(thing, stage.contact, 0.9 if not stage.sky else 0.75)


def _colours(wanted: Wanted | None, thing: Thing, frame: Frame, season: str) -> tuple[str, str]:
    """The names of a thing's main and second colour."""
    info = subjects()[thing.subject]
    choices = info.colours or ("grey",)
    base = choices[int(frame.rng.integers(len(choices)))]
    second = info.accent or ("cream", "yellow", "teal", "coral")[int(frame.rng.integers(4))]
    if season == "autumn" and thing.subject == "tree":
        base = ("orange", "brick", "gold")[int(frame.rng.integers(3))]
    if wanted and wanted.colours:
        base = wanted.colours[0]
        second = wanted.colours[1] if len(wanted.colours) > 1 else second
    if wanted and thing.subject in _CLOTHED:
        base = next((colour for part, colour in wanted.parts if part == "clothes" and colour), base)
    if thing.subject == "lighthouse" and wanted and wanted.colours[:1] == ("red",):
        base, second = ("red", "white")
    return base, second


def _thing_marks(number: int, thing: Thing, scene: Scene, frame: Frame) -> tuple[Painted, list[Mark]]:
    wanted = scene.items[thing.item] if thing.item >= 0 else None
    frame.rng = dice(*frame.inputs, "thing", thing.item, thing.nth)
    base, second = _colours(wanted, thing, frame, scene.season)
    parts: list[tuple[str, RGB]] = []
    for part, colour in wanted.parts if wanted else ():
        if colour:
            parts.append((part, rgb(colours()[colour])))
    asked = bool(wanted and wanted.colours)
    base_rgb = frame.palette.sun if thing.implied and thing.subject == "sun" else rgb(colours()[base])
    haze = 0.34 if thing.layer == 1 and thing.subject != "bridge" else 0.0
    if wanted and "background" in wanted.where:
        haze = max(haze, 0.22)
    light = replace(frame.palette, ambient=(255, 255, 255)) if thing.subject in CELESTIAL else frame.palette
    ink = Ink(light, base_rgb, rgb(colours()[second]), tuple(parts), asked, haze)
    pen = Pen(
        frame.rng,
        frame.detail,
        " ".join(
            [
                *(p for p, _ in (wanted.parts if wanted else ())),
                *scene.weather,
                *(("snow",) if scene.season == "winter" else ()),
            ]
        ),
    )
    painter = PAINTERS[thing.painter]
    painter.draw(pen)
    scale = thing.w / painter.units[0]
    at = Placement(thing.x - thing.w / 2, thing.y - thing.h, scale, painter.units, thing.mirrored, thing.turn)
    marks = place(pen.parts, at, ink, number)
    text = ""
    if thing.subject == "sign" and can_write(scene.text):
        panel = (at.left + 5 * scale, at.top + 7 * scale, at.left + 95 * scale, at.top + 43 * scale)
        marks += write(scene.text, panel, ink("dark"), number)
        text = scene.text
    clothed = {"clothes"} if thing.subject in _CLOTHED else set()
    used = tuple(p for p, _ in (wanted.parts if wanted else ()) if p in pen.used | clothed)
    return Painted(number, thing, base, second, used, text), marks
