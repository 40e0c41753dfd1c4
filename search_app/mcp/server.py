"""The server: requests of the protocol, answered by the tools, the resources and the prompt."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import mcp_types as types
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server

from search_app import __version__
from search_app.api.access import Caller
from search_app.api.model_queue import ModelQueue
from search_app.api.objects import collection_objects
from search_app.api.problems import UNFORESEEN, Problem, RefusedError, make_problem, problem_of
from search_app.errors import SearchAppError
from search_app.mcp import prompt
from search_app.mcp.arguments import schema, taken
from search_app.mcp.resources import contents
from search_app.mcp.tools import TOOLS
from search_app.mcp.uri import SCHEME, uri_of

_log = logging.getLogger(__name__)
_Context = ServerRequestContext[Any, Any]
CallerOf = Callable[[_Context], Awaitable[Caller]]
"""Says who asks; raises `RefusedError`."""
_Found = TypeVar("_Found")
_INSTRUCTIONS = (
    "Search over document collections that explains itself. Start with list_collections, then search; cite "
    "results by title and uri. why_here, why_not_here and what_would_change explain a ranking."
)
_READS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def make_server(caller_of: CallerOf, queue: ModelQueue) -> Server[Any]:
    """Return the server.

    Args:
        caller_of: Says who asks.
        queue: Where calls wait for the models.
    """
    answers = _Answers(caller_of, queue)
    return Server(
        "search-app",
        version=__version__,
        title="search_app",
        instructions=_INSTRUCTIONS,
        on_list_tools=answers.tools,
        on_call_tool=answers.call,
        on_list_resources=answers.resources,
        on_list_resource_templates=answers.templates,
        on_read_resource=answers.read,
        on_list_prompts=answers.prompts,
        on_get_prompt=answers.prompt,
    )


class _Answers:
    def __init__(self, caller_of: CallerOf, queue: ModelQueue) -> None:
        self._caller_of, self._queue = caller_of, queue
        self._tools = {tool.name: tool for tool in TOOLS}

    async def tools(self, _context: _Context, _params: Any) -> types.ListToolsResult:
        listed = [
            types.Tool(
                name=tool.name,
                title=tool.title,
                description=tool.description,
                input_schema=schema(tool.arguments),
                annotations=_READS,
            )
            for tool in TOOLS
        ]
        return types.ListToolsResult(tools=listed)

    async def call(self, context: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Run a tool; what goes wrong is a result that says so, for the agent to read and correct."""
        tool = self._tools.get(params.name)
        if tool is None:
            known = ", ".join(self._tools)
            raise MCPError(types.INVALID_PARAMS, f"no tool {params.name[:80]!r}; there are {known}")
        found = await self._answer(
            context, lambda caller: tool.run(caller, taken(tool.arguments, params.arguments or {}))
        )
        if isinstance(found, Problem):
            return _result(found.detail, found.model_dump(exclude_defaults=True), failed=True)
        return _result(json.dumps(found, ensure_ascii=False, separators=(",", ":")), found)

    async def resources(self, context: _Context, _params: Any) -> types.ListResourcesResult:
        names = await self._certain(
            context, lambda caller: [each["name"] for each in collection_objects(caller)]
        )
        listed = [
            types.Resource(
                uri=uri_of(name),
                name=name,
                description="The collection's fields and size.",
                mime_type="application/json",
            )
            for name in names
        ]
        return types.ListResourcesResult(resources=listed)

    async def templates(self, _context: _Context, _params: Any) -> types.ListResourceTemplatesResult:
        template = types.ResourceTemplate(
            uri_template=SCHEME + "{collection}/{document}",
            name="document",
            description="The text of a document; its title and metadata are in _meta.",
            mime_type="text/plain",
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read(
        self, context: _Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        found = await self._certain(context, lambda caller: contents(caller, str(params.uri)))
        return types.ReadResourceResult(contents=[found])

    async def prompts(self, _context: _Context, _params: Any) -> types.ListPromptsResult:
        arguments = [
            types.PromptArgument(name="question", description="The question.", required=True),
            types.PromptArgument(
                name="collection", description="The collection to answer from.", required=True
            ),
        ]
        listed = types.Prompt(
            name=prompt.NAME, title=prompt.TITLE, description=prompt.DESCRIPTION, arguments=arguments
        )
        return types.ListPromptsResult(prompts=[listed])

    async def prompt(self, context: _Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        if params.name != prompt.NAME:
            raise MCPError(types.INVALID_PARAMS, f"no prompt {params.name[:80]!r}; there is {prompt.NAME}")
        text = await self._certain(
            context,
            lambda caller: prompt.answer_with_citations(
                caller, taken(prompt.PromptArguments, params.arguments or {})
            ),
        )
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(description=prompt.DESCRIPTION, messages=[message])

    async def _certain(self, context: _Context, work: Callable[[Caller], _Found]) -> _Found:
        """Run work; what goes wrong is an error of the protocol."""
        found = await self._answer(context, work)
        if isinstance(found, Problem):
            code = types.INTERNAL_ERROR if found.status >= 500 else types.INVALID_PARAMS
            raise MCPError(code, found.detail, found.model_dump(exclude_defaults=True))
        return found

    async def _answer(self, context: _Context, work: Callable[[Caller], _Found]) -> _Found | Problem:
        try:
            caller = await self._caller_of(context)
            return await self._queue.run(lambda: work(caller))
        except RefusedError as error:
            return make_problem(error.status, error.kind, error.detail)
        except SearchAppError as error:
            found = problem_of(error)
            if found.status == 500:
                _log.error("%s", error)
            return found
        except Exception as error:  # noqa: BLE001  # the agent learns that it failed, the log learns why
            _log.error("unforeseen", exc_info=error)
            return make_problem(500, "unforeseen", UNFORESEEN)


def _result(text: str, found: dict[str, Any], failed: bool = False) -> types.CallToolResult:
    content: list[types.ContentBlock] = [types.TextContent(text=text)]
    return types.CallToolResult(content=content, structured_content=found, is_error=failed)
