"""The trial's own questions, asked of everybody at one data cut-off: flow, response, survival, toxicity. Every count has its list."""
