"""The laws of the house over every rule that exists: found by walking the modules of the core, so that a new rule is held to them too."""
