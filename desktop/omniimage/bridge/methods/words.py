"""Words: prompt tools, descriptions of pictures, and the templates behind them."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.base import RequestId
from omniimage.contracts.runs import RunParams, StartedRun
from omniimage.contracts.words import (
    ChatPreview,
    Closeness,
    PromptTool,
    Reproduction,
    ReproductionOptions,
    ReproductionPage,
    StartedReproduction,
    Template,
    Words,
)
from omniimage.errors import BadRequest
from omniimage.prompts import PromptText


class WordMethods(ApiMethods):
    """Words made by chat models."""

    # Prompt tools

    def enhance_prompt(self, prompt: str, model: str, request_id: str = "") -> Words:
        """The improved prompt; on the way `text.delta` tells of it under `request_id`.

        Of the last few, the same `request_id` brings the same words again, unpaid, until the studio ends.
        """
        return self._wait(self._parts.prompt_tools.run("enhance", prompt, model, request_id))

    def translate_prompt(self, prompt: str, model: str, request_id: str = "") -> Words:
        """The prompt in English; `request_id` as of `enhance_prompt`."""
        return self._wait(self._parts.prompt_tools.run("translate", prompt, model, request_id))

    def preview_prompt_tool(self, tool: PromptTool, prompt: str, model: str) -> ChatPreview:
        return self._parts.prompt_tools.preview(tool, prompt, model)

    # Reproduce

    def start_reproduction(
        self, img_id: str, model: str, options: ReproductionOptions | None = None, request_id: RequestId = ""
    ) -> StartedReproduction:
        """Describe a picture; its words come as `text.delta` and a last `text.done`."""
        return self.start_reproductions([img_id], model, options, request_id)[0]

    def start_reproductions(
        self, img_ids: list[str], model: str, options: ReproductionOptions | None = None, request_id: RequestId = ""
    ) -> list[StartedReproduction]:
        """Describe several pictures, a few at a time."""
        wanted = options or ReproductionOptions()

        async def started(began: list[str]) -> list[StartedReproduction]:
            return [StartedReproduction(id=id) for id in began]

        return self._once(
            request_id,
            ("start_reproductions", img_ids, model, wanted),
            lambda claim: self._parts.reproduce.start(img_ids, model, wanted, claim),
            started,
        )

    def preview_reproduction(self, img_id: str, model: str, options: ReproductionOptions | None = None) -> ChatPreview:
        return self._wait(self._parts.reproduce.preview(img_id, model, options or ReproductionOptions()))

    def continue_reproduction(self, id: str, afresh: bool = False, request_id: RequestId = "") -> Reproduction:
        """Ask for the rest of a text that broke off, or `afresh` for all of it."""
        return self._once(
            request_id,
            ("continue_reproduction", id, afresh),
            lambda claim: self._parts.reproduce.go_on(id, afresh=afresh, claim=claim),
            lambda _: self._parts.reproduce.get(id),
        )

    def get_reproduction(self, id: str) -> Reproduction:
        return self._wait(self._parts.reproduce.get(id))

    def list_reproductions(
        self, text: str = "", cursor: str | None = None, limit: int = 50, owner: str | None = None
    ) -> ReproductionPage:
        """Newest first. `owner`: one person's alone."""
        return self._wait(self._parts.reproduce.list(text, cursor, limit, owner))

    def set_reproduction_prompt(self, id: str, prompt: str) -> Reproduction:
        return self._wait(self._parts.reproduce.set_prompt(id, prompt))

    def generate_reproduction(
        self, id: str, prompt: str, selected_models: list[str], params: RunParams, request_id: RequestId = ""
    ) -> StartedRun:
        """`generate_all`, kept beside the picture that is to be made again."""
        return self._run_once(
            request_id,
            ("generate_reproduction", id, prompt, selected_models, params),
            lambda claim: self._parts.reproduce.generate(id, prompt, selected_models, params, claim),
        )

    def compare_images(self, first: str, second: str) -> Closeness:
        return self._wait(self._parts.reproduce.compare(first, second))

    # Templates

    def list_templates(self) -> list[Template]:
        return [_template(each) for each in self._parts.prompts.all()]

    def save_template(self, name: str, text: str) -> Template:
        if not text.strip():
            raise BadRequest("the template is empty", field="text", reason="empty")
        return _template(self._parts.prompts.save(name, text))

    def reset_template(self, name: str) -> Template:
        return _template(self._parts.prompts.reset(name))


def _template(text: PromptText) -> Template:
    return Template(
        name=text.name, text=text.text, shipped=text.shipped, changed=text.is_changed, variables=list(text.variables)
    )
