"""The web app's own addresses beside Gradio's: a page as a picture, a whole PDF, and the contract's objects over HTTP.

A document is reached by its id alone, and only when the library lists it; no part of an address becomes a path.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from pypdfium2 import PdfiumError

from corpus.errors import QuestionError
from corpus.model import Box, Document
from ui.contract import answer_json, found_json
from ui.pages import SCALES, draw_page, parse_marks
from ui.ports import Assistant, Library

MOST_HISTORY = 20
_Text = Annotated[str, Field(min_length=1, max_length=4000)]


class Asked(BaseModel):
    """What is sent to `/api/ask`: a question, the earlier ones of the talk (oldest first) and where to search."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: _Text
    history: Annotated[tuple[_Text, ...], Field(max_length=MOST_HISTORY)] = ()
    procurement: _Text | None = None


class Searched(Asked):
    """What is sent to `/api/search`: the same, and how many hits are wanted."""

    limit: Annotated[int, Field(ge=1, le=100)] = 10


def document_routes(library: Library) -> APIRouter:
    """`/page/…/N.png` and `/pdf/…` over the documents that the library lists."""
    router = APIRouter()

    @router.get("/page/{document_id:path}/{number:int}.png", response_class=Response)
    def page(
        document_id: str,
        number: int,
        scale: Annotated[float, Query(ge=SCALES[0], le=SCALES[1], allow_inf_nan=False)] = 2.0,
        marks: Annotated[str | None, Query(max_length=20_000)] = None,
    ) -> Response:
        document, path = _stored(library, document_id)
        try:
            picture = draw_page(path, number, scale, _boxes(marks), document.sha256)
        except IndexError as error:
            raise HTTPException(404, f"{document_id} has no page {number}.") from error
        except PdfiumError as error:
            raise HTTPException(404, f"Page {number} of {document_id} can't be drawn; open the whole PDF.") from error
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})

    @router.get("/pdf/{document_id:path}", response_class=FileResponse)
    def pdf(document_id: str) -> FileResponse:
        document, path = _stored(library, document_id)
        return FileResponse(
            path, media_type="application/pdf", filename=document.file, content_disposition_type="inline"
        )

    return router


def contract_routes(assistant: Assistant) -> APIRouter:
    """`/api/ask` and `/api/search`, which answer what `ask --json` and `search --json` print."""
    router = APIRouter(prefix="/api")

    @router.post("/ask")
    def ask(asked: Asked) -> dict[str, Any]:
        try:
            answer = assistant.ask(asked.question, history=asked.history, procurement=asked.procurement)
        except QuestionError as error:
            raise HTTPException(422, str(error)) from error
        return answer_json(answer)

    @router.post("/search")
    def search(searched: Searched) -> dict[str, Any]:
        try:
            found = assistant.search(
                searched.question, history=searched.history, procurement=searched.procurement, limit=searched.limit
            )
        except QuestionError as error:
            raise HTTPException(422, str(error)) from error
        return found_json(found)

    return router


def _stored(library: Library, document_id: str) -> tuple[Document, Path]:
    document = next((item for item in library.documents() if item.id == document_id), None)
    if document is None:
        raise HTTPException(404, f"There is no document {document_id}.")
    path = library.pdf(document.id)
    if not path.is_file():
        raise HTTPException(404, f"The PDF of {document_id} is gone; take it in again.")
    return document, path


def _boxes(marks: str | None) -> tuple[Box, ...]:
    try:
        return parse_marks(marks or "")
    except ValueError as error:
        raise HTTPException(422, f"marks: {error}.") from error
