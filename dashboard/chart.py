"""How a picture of the core is put on the page: as it is, in the page's own colors, and its description is its accessible name."""

import json
from typing import Any

import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.VegaLiteChart_pb2 import VegaLiteChart

Picture = VegaLiteChart
FILLS = LayoutConfig(width="stretch", height="stretch")


def drawn(spec: dict[str, Any]) -> Picture:
    """A picture written out, once for all who look at it. `st.vega_lite_chart` would write it, read it back and write it again at every
    click, which was a sixth of a switch."""
    return Picture(spec=json.dumps(spec, separators=(",", ":")), theme="")


def chart(picture: Picture | None, height: int | None = None) -> None:
    """Put a picture on the page, as high as its place or as so many pixels; nothing where there is none."""
    if picture is not None:
        layout = FILLS if height is None else LayoutConfig(width="stretch", height=height)
        st._main._enqueue("vega_lite_chart", picture, layout_config=layout)
