"""Settings, read once at the entry points and passed down as values."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from search_app.errors import BadInputError


def _default_data_dir() -> Path:
    return user_data_path("search-app", appauthor=False)


class Settings(BaseSettings):
    """Every value can be set by an environment variable `SEARCH_APP_<NAME>`.

    Attributes:
        data_dir: Where collections live.
        qdrant_url: Qdrant server for the vectors; None, or an empty variable, keeps them in the embedded
            engine (`QDRANT_URL`).
        qdrant_api_key: Key of that server, without white space around it (`QDRANT_API_KEY`).
        dense_bundle: Name of a shipped or added model, folder or owner/name@revision of the dense encoder.
        sparse_bundle: The same for the sparse encoder.
        cross_encoder_bundle: The same for the reranker.
        profile: Shipped name or path of the search profile.
        api_key: Key that `search-app mcp` holds its client to.
        host: Address the web page is served on.
        port: Port the web page is served on.
        threads: Threads of each model session; None leaves it to the runtime.
    """

    model_config = SettingsConfigDict(env_prefix="SEARCH_APP_", extra="ignore", populate_by_name=True)

    data_dir: Path = Field(default_factory=_default_data_dir)
    qdrant_url: str | None = Field(
        default=None, validation_alias=AliasChoices("QDRANT_URL", "SEARCH_APP_QDRANT_URL")
    )
    qdrant_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("QDRANT_API_KEY", "SEARCH_APP_QDRANT_API_KEY")
    )
    dense_bundle: str = "dense"
    sparse_bundle: str = "sparse"
    cross_encoder_bundle: str = "cross-encoder"
    profile: str = "default"
    api_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    threads: int | None = Field(default=None, ge=1)

    @field_validator("qdrant_url", "qdrant_api_key", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        """Compose files pass variables that nobody set as empty; keys read from files end with a line end."""
        return (value.strip() or None) if isinstance(value, str) else value

    @property
    def server_key(self) -> str | None:
        """The key of the Qdrant server as text, for the client that sends it."""
        return self.qdrant_api_key.get_secret_value() if self.qdrant_api_key else None


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        BadInputError: Names the variable that does not hold what it should.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "SEARCH_APP_" + str(first["loc"][0]).upper() if first["loc"] else "the environment"
        raise BadInputError(
            f"{name}={first.get('input')!r} cannot be used", first["msg"].lower(), "correct or unset it"
        ) from error
