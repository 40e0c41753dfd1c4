"""Knowledge distillation: cross-encoders score training pairs, once, for others to learn from."""
