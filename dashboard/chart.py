"""How a picture of the core is put on the page: as it is, in the page's own colors, and its description is its accessible name."""

from typing import Any

import streamlit as st


def chart(spec: dict[str, Any] | None) -> None:
    """Draw a picture; nothing where there is none."""
    if spec is not None:
        st.vega_lite_chart(spec=spec, theme=None, width="stretch", height="stretch", key="trajectory")
