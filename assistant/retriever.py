"""The search as a LangChain retriever, for those who build on it: a provision a Document, with its label and pages."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.pipeline import Assistant


class ProvisionRetriever(BaseRetriever):
    """`Assistant.search` behind LangChain's interface."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    limit: int = 10
    procurement: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = self.assistant.search(query, procurement=self.procurement, limit=self.limit)
        return [
            LangChainDocument(
                id=hit.provision.id,
                page_content=hit.provision.text,
                metadata={
                    "label": hit.provision.label,
                    "document": hit.document.id,
                    "file": hit.document.file,
                    "pages": list(hit.provision.pages),
                    "score": hit.score,
                },
            )
            for hit in found.hits
        ]
