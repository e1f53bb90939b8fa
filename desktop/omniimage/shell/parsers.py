"""What these commands take. Importing it loads nothing of what they do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add `generate` and `chat` to the parsers of the commands."""
    making = commands.add_parser("generate", parents=[shared], help="images from one prompt by many models, into a folder")
    _add_common(making)
    making.add_argument("-o", "--output", type=Path, default=Path(), metavar="DIR", help="default: the current folder")
    making.add_argument("--size", metavar="WxH", help="in pixels, fitted to what each model takes (default 1024x1024)")
    making.add_argument("--ratio", metavar="W:H", help="an aspect ratio in place of a size")
    making.add_argument("--n", type=_count, default=1, metavar="N", help="images of each model (default 1)")
    making.add_argument("--seed", type=int, help="of the first image; the next ones count up")
    making.add_argument("--ref", action="append", default=[], metavar="FILE", help="a reference image; may be repeated")
    making.add_argument("--json", action="store_true", help="a line of JSON for each image, as also into a pipe")
    making.set_defaults(run=_generate)

    talking = commands.add_parser("chat", parents=[shared], help="one answer of a chat model, streamed")
    _add_common(talking)
    talking.add_argument("--system", default="", metavar="TEXT", help="instructions that stand before the prompt")
    talking.add_argument("--image", action="append", default=[], metavar="FILE", help="shown to it; may be repeated")
    talking.add_argument("--schema", type=Path, metavar="FILE", help="a JSON schema: the answer is JSON that fits it")
    talking.add_argument("--json", action="store_true", help="one line of JSON with the answer, its tokens and its cost")
    talking.set_defaults(run=_chat)


def add_people(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add `people` to the parsers of the commands."""
    people = commands.add_parser("people", parents=[shared], help="who may use `serve`: add, list, remove, renew")
    actions = people.add_subparsers(title="commands", metavar="", dest="command", required=True)
    adding = actions.add_parser("add", parents=[shared], help="name somebody; prints their token, once")
    adding.add_argument("name")
    adding.add_argument("--admin", action="store_true", help="sees all, and looks after keys, caps and people")
    actions.add_parser("list", parents=[shared], help="who may come in")
    removing = actions.add_parser("remove", parents=[shared], help="shut somebody out; what they made stays")
    removing.add_argument("name")
    renewing = actions.add_parser("renew", parents=[shared], help="print another token; the old one is worth nothing")
    renewing.add_argument("name")
    people.set_defaults(run=_people)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", help="- reads it from standard input")
    parser.add_argument("-m", "--model", action="append", required=True, metavar="PROVIDER/MODEL", help="may be repeated")
    parser.add_argument("--vault", action="store_true", help="take keys from the studio's vault, not the environment")
    parser.add_argument("--timeout", type=float, metavar="S", help="seconds to wait for an answer to begin (default 120)")


def _generate(given: argparse.Namespace) -> int:
    from omniimage.shell import generate

    return generate.run(given)


def _chat(given: argparse.Namespace) -> int:
    from omniimage.shell import chat

    return chat.run(given)


def _people(given: argparse.Namespace) -> int:
    from omniimage.shell import people

    return people.run(given)


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 100:
        raise argparse.ArgumentTypeError("1 to 100 images")
    return count
