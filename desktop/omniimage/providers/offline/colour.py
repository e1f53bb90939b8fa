"""Colours as (red, green, blue) in 0..255, and how light changes them."""

from __future__ import annotations

import colorsys

RGB = tuple[int, int, int]

_WARM_WHITE: RGB = (255, 248, 232)
_COOL_DARK: RGB = (24, 22, 48)


def rgb(code: str) -> RGB:
    """`#rrggbb` as a colour."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def hexcode(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`share` of b in a."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def lighter(colour: RGB, share: float = 0.28) -> RGB:
    return mix(colour, _WARM_WHITE, share)


def darker(colour: RGB, share: float = 0.26) -> RGB:
    return mix(colour, _COOL_DARK, share)


def lit_by(colour: RGB, light: RGB, share: float = 1.0) -> RGB:
    """`colour` under a light of that colour, white light changing nothing."""
    tinted = (colour[0] * light[0] // 255, colour[1] * light[1] // 255, colour[2] * light[2] // 255)
    return mix(colour, tinted, share)


def luminance(colour: RGB) -> float:
    """Rec. 601 luma, 0..1."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def turned(colour: RGB, hue: float = 0.0, saturation: float = 1.0, value: float = 1.0) -> RGB:
    """`colour` with its hue turned (in turns) and its saturation and value scaled."""
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in colour))
    r, g, b = colorsys.hsv_to_rgb((h + hue) % 1.0, min(1.0, s * saturation), min(1.0, v * value))
    return round(r * 255), round(g * 255), round(b * 255)
