"""A CrossEncoder as a bundle's graph: classifier, label, activation."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from pipelines.bring.brought import BroughtModel, Predict, Wishes
from pipelines.bring.loaded import check_transformer, input_names, weights_type, window_of
from pipelines.bring.refusal import refused
from pipelines.bring.tokenizer_file import check_vocabulary, embedding_rows, tokenizer_text
from search_app.errors import BadInputError

_BEHIND = ("Pooling", "Dense", "Normalize", "LayerNorm", "Dropout")
ACTIVATIONS = ("Identity", "Sigmoid")


class CrossEncoderModules(nn.Module):
    """int64[B,T] inputs to scores float[B]: the logit of one label of the classifier.

    Args:
        modules: Of sentence-transformers, in order; the last one makes "scores".
        inputs: Names of the arguments.
        label: Column that is served.
    """

    def __init__(self, modules: Sequence[Any], inputs: Sequence[str], label: int) -> None:
        super().__init__()
        self.steps, self.names, self.label = nn.ModuleList(modules), tuple(inputs), label

    def forward(self, *inputs: Tensor) -> Tensor:
        """See the class."""
        features: dict[str, Any] = dict(zip(self.names, inputs, strict=True))
        for step in self.steps:
            features = step(features)
        scores: Tensor = features["scores"]
        return scores if scores.ndim == 1 else scores[:, self.label]


def bring_cross_encoder(model: Any, wishes: Wishes) -> BroughtModel:
    """Return what the bundle of a loaded cross-encoder is made from.

    Raises:
        BadInputError: When it cannot be served exactly, with the reason.
    """
    if wishes.dimensions is not None or wishes.passage_prompt is not None:
        raise BadInputError("--dimensions or --passage-prompt of a cross-encoder", "a bi-encoder")
    modules = list(model)
    _check_modules(modules)
    stored = weights_type(model)
    check_transformer(modules[0])
    activation = type(model.activation_fn).__name__
    if activation not in ACTIVATIONS:
        raise refused(f"its activation is {activation}", " or ".join(ACTIVATIONS))
    label, notes = _label(model, wishes.label)
    prompt = _prompt(model, wishes.query_prompt)
    if prompt:
        notes.append(f"Prompt of every query: {prompt!r}.")
    if stored != "float32":
        notes.append(f"The weights are stored as {stored} and read as float32, which changes none of them.")
    if activation == "Sigmoid":
        notes.append(
            "Its predict() returns the sigmoid of the scores served here: the order is the same, and the "
            "blend with the lanes is made for logits."
        )
    inputs = input_names(model, [("a question", "a text"), ("another", "one")])
    window, about = window_of(model, modules[0], wishes.max_tokens)
    text = tokenizer_text(modules[0].tokenizer)
    check_vocabulary(text, embedding_rows(modules[0]))
    return BroughtModel(
        "cross-encoder",
        CrossEncoderModules(modules, inputs, label),
        inputs,
        ("scores",),
        text,
        1,
        window,
        window,
        prompts={"query": prompt, "passage": ""},
        pad_token=modules[0].tokenizer.pad_token_id or 0,
        pair_cut="longest",
        notes=(*notes, *about),
        pairs=_predict(model, label, prompt),
    )


def _check_modules(modules: Sequence[Any]) -> None:
    names = [type(module).__name__ for module in modules]
    if names[0] != "Transformer" or any(name not in _BEHIND for name in names[1:]):
        raise refused(f"its modules are {', '.join(names)}", f"Transformer, then {', '.join(_BEHIND)}")
    task = modules[0].transformer_task
    if task in ("text-generation", "any-to-any") or any(
        str(name).endswith("ForCausalLM") for name in modules[0].config.architectures or ()
    ):
        raise refused("it is a language model asked for yes or no, and no classifier")
    if any(type(module).__name__ == "Pooling" and not module.include_prompt for module in modules):
        raise refused("its pooling leaves out the prompt's tokens", "a pooling over all tokens")


def _label(model: Any, asked: str | None) -> tuple[int, list[str]]:
    count = int(model.num_labels)
    names = {int(key): str(value) for key, value in (getattr(model.config, "id2label", None) or {}).items()}
    shown = ", ".join(f"{place} ({names.get(place, '?')})" for place in range(count))
    if asked is None:
        if count > 1:
            raise BadInputError(
                f"the cross-encoder has {count} labels: {shown}",
                "the one whose score says relevant",
                "choose it: --label NAME",
            )
        return 0, []
    places = [place for place, name in names.items() if asked.lower() == name.lower() or asked == str(place)]
    places += [int(asked)] if asked.isdecimal() else []
    if not places or not 0 <= places[0] < count:
        raise BadInputError(f"--label {asked}", shown, "choose one of these")
    if count == 1:
        return 0, []
    return places[0], [f"Scores are those of label {places[0]} ({names.get(places[0], '?')}) of {count}."]


def _prompt(model: Any, asked: str | None) -> str:
    held = model.prompts or {}
    if asked is not None and asked not in held:
        raise BadInputError(f"--query-prompt {asked}", f"one of {', '.join(sorted(held)) or 'none'}")
    name = asked or model.default_prompt_name
    return (held.get(name) or "") if name else ""


def _predict(model: Any, label: int, prompt: str) -> Predict:
    def predict(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        # Compared before the sigmoid, which would hide differences of large logits.
        found = model.predict(
            list(pairs),
            prompt=prompt,
            batch_size=1,
            activation_fn=nn.Identity(),
            show_progress_bar=False,
        )
        scores = np.asarray(found, dtype=np.float32)
        return scores if scores.ndim == 1 else scores[:, label]

    return predict
