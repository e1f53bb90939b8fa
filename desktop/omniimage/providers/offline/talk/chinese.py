"""The facts in Chinese."""

from __future__ import annotations

from omniimage.providers.offline.lexicon import concepts, words_of

from .sayings import Asked, Sayings

_SIZES = {"big": "大型", "small": "迷你"}
_AFTER = {
    "on": "上面",
    "above": "上方",
    "under": "下面",
    "beside": "旁边",
    "infront": "前面",
    "behind": "后面",
    "leftof": "的左边",
    "rightof": "的右边",
    "inside": "里面",
}


def there(subject: str) -> Asked:
    name = _word("subjects", subject)
    return Asked(f"能看到{name}吗？", name)


def count(subject: str, number: int) -> Asked:
    name = _word("subjects", subject)
    return Asked(f"{name}的数量是多少？", f"{number}个{name}", str(number))


def colour(subject: str, several: bool, named: str) -> Asked:
    name, expected = _word("subjects", subject), colour_name(named)
    return Asked(f"{name}是什么颜色的？", f"{expected}的{name}", expected)


def size(subject: str, several: bool, named: str) -> Asked:
    name, how = _word("subjects", subject), _SIZES[named]
    return Asked(f"是不是{how}的{name}？", f"{how}的{name}")


def pose(subject: str, several: bool, named: str) -> Asked:
    name, how = _word("subjects", subject), _word("poses", named)
    return Asked(f"{name}是不是正在{how}？", f"{name}正在{how}")


def part(subject: str, several: bool, named: str) -> Asked:
    name, what = _word("subjects", subject), _word("parts", named)
    return Asked(f"{name}是不是带着{what}？", f"{name}带着{what}")


def place(subject: str, several: bool, where: str) -> Asked:
    name, at = _word("subjects", subject), _word("positions", where)
    return Asked(f"{name}是不是在{at}？", f"{name}在{at}")


def relation(subject: str, several: bool, how: str, other: str) -> Asked:
    name, what = _word("subjects", subject), _word("subjects", other)
    said = f"拿着{what}" if how == "holding" else f"在{what}{_AFTER[how]}"
    return Asked(f"{name}是不是{said}？", f"{name}{said}")


def time(named: str) -> Asked:
    return _of_scene("times", named)


def weather(named: str) -> Asked:
    return _of_scene("weather", named)


def season(named: str) -> Asked:
    return _of_scene("seasons", named)


def setting(named: str) -> Asked:
    return _of_scene("settings", named)


def mood(named: str) -> Asked:
    return _of_scene("moods", named)


def free(side: str) -> Asked:
    at = _word("positions", side)
    return Asked(f"{at}是不是留白？", f"{at}留白")


def lettering(text: str) -> Asked:
    return Asked("上面写的是什么字？", f"写着“{text}”的招牌", text)


def absence(name: str) -> Asked:
    kind = next((kind for kind in ("subjects", "weather", "moods", "times") if name in concepts(kind)), "")
    said = _word(kind, name) if kind else name
    return Asked(f"是不是没有{said}？", f"没有{said}", said)


def colour_name(named: str) -> str:
    return _word("colours", named)


def unread(wish: str) -> Asked:
    return Asked(f"画面是否符合：{wish}", wish)


SAYINGS = Sayings(
    added="已加上：{words}。",
    nothing="没有可以再加的内容。",
    bare="只写目标里的事物；评审发现缺什么，再补上什么样子。",
    seen="能看到：{what}",
    missing="看不到：{what}",
    unread="看不懂这个问题",
    wordless="画面上没有字",
    colourless="没有自己的颜色",
    one_style="全图是同一种画风",
    plain="由简单的形状画成，没有多余的痕迹",
    whole="所有东西都完整、互不遮挡",
    lost="被遮住或被截断：{what}",
    free="那一半有 {share}% 是空的",
    complete="目标里提到的都有了。",
    both="两张都符合要求中的 {points} 分",
    more="符合要求的有 {most} 分，另一张 {least} 分",
)


def _of_scene(kind: str, named: str) -> Asked:
    said = _word(kind, named)
    return Asked(f"是不是{said}？", said)


def _word(kind: str, name: str) -> str:
    return words_of(kind, name, "zh")[0]
