"""The pages as Streamlit runs them, without a browser: what a person would read."""
