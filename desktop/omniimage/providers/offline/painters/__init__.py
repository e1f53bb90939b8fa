"""The subject painters; importing this package registers all of them in `pen.PAINTERS`."""

from . import animals, beasts, buildings, celestial, food, furniture, objects, people, plants, shapes, vehicles, water_life

__all__ = [
    "animals",
    "beasts",
    "buildings",
    "celestial",
    "food",
    "furniture",
    "objects",
    "people",
    "plants",
    "shapes",
    "vehicles",
    "water_life",
]
