"""Messages as no browser sends them: honest ones that were changed at random."""

import json
import random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

NUMBERS = (0.0, -1.0, 0.5, 1e9, -1e9, 1e308, -1e308, 5e-324, float("inf"), float("-inf"), float("nan"))
INTEGERS = (0, 1, -1, 10**9, -(10**9), 2**63 - 1, -(2**63))
TEXTS = (
    "",
    "0",
    "nan",
    "inf",
    "null",
    "relu",
    "a" * 5_000,
    "\x00",
    "💥",
    "../../etc/passwd",
    "<script>",
    "1e9",
    "none",
)
JSON = ("", "{", "null", "[]", "{}", "1e999", '"text"', "[" * 500, '{"narrow": [], "tall": {}}', '{"anchor": 5}')
EVENTS = ("clicked", "anchor", "failed", "narrow", "tick", "text", "")
TABLES = (
    '{"selection": {"rows": [99999], "columns": ["x"], "cells": []}}',
    '{"selection": {"rows": [-1]}}',
    '{"selection": null}',
    '{"edited_rows": {"99999": {"x1": "2"}, "0": {"none": 1, "class": []}}, "added_rows": [], "deleted_rows": [0, 0]}',
    '{"edited_rows": {}, "added_rows": [{"x1": {}}, [], null], "deleted_rows": [-5, "a", 1e9]}',
    '{"edited_rows": [], "added_rows": {}, "deleted_rows": null}',
)
PLACES = ("mnist", "overfitting", "imdb", "nowhere", "..", "")


class Forger:
    """Forges messages from the ids of widgets and fragments that a page has shown."""

    def __init__(self, widgets: list[str], fragments: list[str], seed: int):
        self._widgets, self._fragments = [*widgets, "$$ID-0-none", ""], [*fragments, "", "none"]
        self._draw = random.Random(seed)

    def states(self, most: int = 5) -> list[WidgetState]:
        """Forge the states of up to so many widgets."""
        return [self._state() for _ in range(self._draw.randint(1, most))]

    def message(self) -> bytes:
        """Forge a message; about one in ten is not even one."""
        draw = self._draw
        if draw.random() < 0.15:
            return self._other().SerializeToString()
        message = BackMsg()
        rerun = message.rerun_script
        rerun.widget_states.widgets.extend(self.states())
        rerun.fragment_id = draw.choice(self._fragments)
        rerun.page_name = draw.choice((*PLACES, "", "", ""))
        rerun.is_auto_rerun, rerun.is_history_navigation = draw.random() < 0.2, draw.random() < 0.2
        if draw.random() < 0.2:
            rerun.query_string = "&".join(f"{draw.choice(PLACES)}_epochs={draw.choice(TEXTS)[:50]}" for _ in range(3))
        if draw.random() < 0.1:
            rerun.page_script_hash = draw.choice(TEXTS)
        if draw.random() < 0.1:
            rerun.context_info.timezone = rerun.context_info.locale = rerun.context_info.url = draw.choice(TEXTS)
        content = message.SerializeToString()
        return self._damaged(content) if draw.random() < 0.1 else content

    def _state(self) -> WidgetState:
        draw = self._draw
        state = WidgetState(id=draw.choice(self._widgets))
        forge = draw.choice((self._number, self._several, self._text, self._json, self._other_kind))
        forge(state)
        return state

    def _number(self, state: WidgetState) -> None:
        if self._draw.random() < 0.5:
            state.double_value = self._draw.choice(NUMBERS)
        else:
            state.int_value = self._draw.choice(INTEGERS)

    def _several(self, state: WidgetState) -> None:
        count, kind = self._draw.choice((0, 1, 1, 1, 2, 50)), self._draw.randrange(3)
        if kind == 0:
            state.double_array_value.data.extend(self._draw.choice(NUMBERS) for _ in range(count))
        elif kind == 1:
            state.int_array_value.data.extend(self._draw.choice(INTEGERS) for _ in range(count))
        else:
            state.string_array_value.data.extend(self._draw.choice(TEXTS) for _ in range(count))
        if not count:  # the field is there, and empty
            state.double_array_value.SetInParent()

    def _text(self, state: WidgetState) -> None:
        if self._draw.random() < 0.8:
            state.string_value = self._draw.choice((*TEXTS, *TABLES))
        else:
            state.string_trigger_value.data = self._draw.choice(TEXTS)

    def _json(self, state: WidgetState) -> None:
        value = self._draw.choice((*NUMBERS[:4], *TEXTS, [], {}, [[]], {"edited_rows": {"0": {"x1": []}}}, None))
        events = json.dumps([{"event": self._draw.choice(EVENTS), "value": value}])
        text = self._draw.choice((*JSON, events, events, json.dumps(value)))
        if self._draw.random() < 0.5:
            state.json_trigger_value = text
        else:
            state.json_value = text

    def _other_kind(self, state: WidgetState) -> None:
        kind = self._draw.randrange(5)
        if kind == 0:
            state.trigger_value = True
        elif kind == 1:
            state.bool_value = self._draw.random() < 0.5
        elif kind == 2:
            state.bytes_value = b"\xff" * 100
        elif kind == 3:
            state.arrow_value.data = b"\xff" * 100
        else:
            state.file_uploader_state_value.uploaded_file_info.add(file_id="none", name="../x", size=2**62)

    def _other(self) -> BackMsg:
        draw = self._draw
        message = BackMsg()
        kind = draw.choice(("clear_cache", "set_run_on_save", "stop_script", "load_git_info", "app_heartbeat"))
        which = draw.randrange(4)
        if which == 0:
            setattr(message, kind, True)
        elif which == 1:
            message.file_urls_request.file_names.extend(draw.choice(TEXTS) for _ in range(50))
        elif which == 2:
            message.backend_operation_request.deferred_file.file_id = draw.choice(TEXTS)
        else:
            message.debug_shutdown_runtime = message.debug_disconnect_websocket = True
        return message

    def _damaged(self, content: bytes) -> bytes:
        """Change, cut or double some of the bytes."""
        damaged, draw = bytearray(content), self._draw
        for _ in range(draw.randint(1, 5)):
            place = draw.randrange(len(damaged) or 1)
            which = draw.randrange(3)
            if which == 0 and damaged:
                damaged[place] = draw.randrange(256)
            elif which == 1:
                del damaged[place : place + draw.randint(1, 20)]
            else:
                damaged[place:place] = damaged[place : place + 10]
        return bytes(damaged)
