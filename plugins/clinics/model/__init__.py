"""The models: what a file may say, and what it means. They know neither files nor pages."""
