"""What can be made of pictures, and taking them away."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.image_tools import (
    ConvertOptions,
    CutOutOptions,
    Download,
    ExportOptions,
    GridGuess,
    ImageAction,
    Job,
    ProcessedImages,
    RetouchOptions,
    SplitOptions,
)
from omniimage.contracts.images import SavedFile
from omniimage.contracts.studio import Done

AnyOptions = SplitOptions | CutOutOptions | ConvertOptions | RetouchOptions


class ImageToolMethods(ApiMethods):
    """Split, cut out, convert, export."""

    def process_image(
        self, action: ImageAction, img_id: str | list[str], options: AnyOptions | None = None, request_id: str = ""
    ) -> ProcessedImages:
        """One image: waits and answers the new ones. A list: answers a job at once, whose id `request_id` may choose."""
        return self._wait(self._parts.tools.process(action, img_id, options, request_id))

    def detect_grid(self, img_id: str) -> GridGuess:
        return self._wait(self._parts.splitting.detect(img_id))

    def get_job(self, job_id: str) -> Job:
        return self._parts.jobs.get(job_id)

    def list_jobs(self) -> list[Job]:
        """The jobs of this launch, newest first; those that ended long ago are forgotten."""
        return self._parts.jobs.list()

    def preview_names(self, img_ids: list[str], options: ExportOptions) -> list[str]:
        """The names that the first few images would get."""
        return self._wait(self._parts.exports.preview(img_ids, options))

    def batch_download(self, img_ids: list[str], options: ExportOptions | None = None, request_id: str = "") -> Download:
        """A ZIP: in the window written where the user says, in a browser behind `url`, which waits until it is written.

        `request_id`: the job's id, chosen.
        """
        options = options or ExportOptions()
        exports = self._parts.exports
        if self._desktop_or_none is None:
            download = self._wait(exports.zip_for_browser(img_ids, options, job_id=request_id))
            self._wait(self._parts.library.note_saved(img_ids))
            return download
        self._wait(exports.check(img_ids, options))
        target = self._desktop.ask_save_path(exports.zip_name(len(img_ids)))
        if target is None:
            return Download(job_id=None)
        self._wait(self._parts.library.note_saved(img_ids))
        return self._wait(exports.zip_to(target, img_ids, options, job_id=request_id))

    def save_images(self, img_ids: list[str], options: ExportOptions | None = None, request_id: str = "") -> Download:
        """Ask for a folder, then write the images there; nothing that lies there is replaced. `request_id`: as above."""
        options = options or ExportOptions()
        self._wait(self._parts.exports.check(img_ids, options))
        folder = self._desktop.ask_folder()
        if folder is None:
            return Download(job_id=None)
        self._wait(self._parts.library.note_saved(img_ids))
        return self._wait(self._parts.exports.save_to(folder, img_ids, options, job_id=request_id))

    def save_image(self, img_id: str, options: ExportOptions | None = None) -> SavedFile:
        """Ask where, then write the image there."""
        options = options or ExportOptions()
        (name,) = self._wait(self._parts.exports.preview([img_id], options))
        target = self._desktop.ask_save_path(name)
        if target is None:
            return SavedFile(path=None)
        saved = self._wait(self._parts.exports.save_as(target, img_id, options))
        self._wait(self._parts.library.note_saved([img_id]))
        return saved

    def copy_files(self, img_ids: list[str]) -> Done:
        """Put the images on the system's clipboard as files."""
        desktop = self._desktop
        desktop.copy_files(self._wait(self._parts.exports.files(img_ids, ExportOptions())))
        return Done()
