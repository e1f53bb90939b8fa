"""Api: every method the page can call, in both transports. One line of work each; the services do it.

Methods are synchronous: the window calls each in a thread of its own, the server in a worker thread.
The annotations are the contract: arguments are validated against them and the page's types generated from them.
"""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiParts, Desktop
from omniimage.bridge.methods.batch import BatchMethods
from omniimage.bridge.methods.choosing import ChoosingMethods
from omniimage.bridge.methods.image_tools import ImageToolMethods
from omniimage.bridge.methods.images import ImageMethods
from omniimage.bridge.methods.matting import MattingMethods
from omniimage.bridge.methods.models import ModelMethods
from omniimage.bridge.methods.people import PeopleMethods
from omniimage.bridge.methods.providers import ProviderMethods
from omniimage.bridge.methods.refine import RefineMethods
from omniimage.bridge.methods.runs import RunMethods
from omniimage.bridge.methods.spend import SpendMethods
from omniimage.bridge.methods.studio import StudioMethods
from omniimage.bridge.methods.vault import VaultMethods
from omniimage.bridge.methods.words import WordMethods

__all__ = ["Api", "ApiParts", "Desktop"]


class Api(
    StudioMethods,
    ProviderMethods,
    VaultMethods,
    ModelMethods,
    RunMethods,
    BatchMethods,
    SpendMethods,
    ChoosingMethods,
    ImageMethods,
    ImageToolMethods,
    MattingMethods,
    WordMethods,
    RefineMethods,
    PeopleMethods,
):
    """All groups of methods on one object; `allowed.EXPOSED` says which names a page reaches."""
