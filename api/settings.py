"""All settings, from `POTLINE_…` environment variables or a `.env` file; the only reader of either."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, Json, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ontology.errors import SettingError

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
PASSWORD_FILE = "password"
"""In the home folder of the local Neo4j."""
RULES = ("integrated", "eu-amlr", "ofac-50", "majority", "weakest-link")
"""Those of graph.ownership.rules, which takes half a second to import."""
PREFIX = r"[A-Za-z][A-Za-z0-9_]*_"
RELEASE = r"5\.(2[6-9]|[3-9]\d)\.\d+|20\d\d\.\d{2}\.\d+"
PERCENT = r"100(\.0+)?|\d{1,2}(\.\d+)?"


class Settings(BaseSettings):
    """Each field is a setting; its name in capitals behind `POTLINE_` is its environment variable.

    Limits of 0 are switched off.
    """

    model_config = SettingsConfigDict(env_prefix="POTLINE_", env_file=".env", extra="ignore", frozen=True)

    store_url: str = Field("sqlite:///potline.db", description="Where the record is: sqlite, neo4j or bolt.")
    store_user: str | None = Field(None, description="User of the Neo4j store.")
    store_password: SecretStr | None = Field(None, description="Password of the Neo4j store.")
    store_database: str | None = Field(None, description="Database of the Neo4j store; the server's default.")
    store_timeout: float = Field(15.0, gt=0, description="Seconds to wait for another writer or a server.")
    registry: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Further registry files or folders, separated by colons; they add to the shipped one."
    )

    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the API listens on.")
    api_key: SecretStr | None = Field(None, description="Key for writes over HTTP; without one they are off.")
    page_size: int = Field(50, ge=1, description="Items on a page where the request does not say.")
    page_limit: int = Field(1000, ge=0, description="Most items on a page.")
    body_limit: int = Field(1_000_000, ge=0, description="Most bytes in a request's body.")
    list_limit: int = Field(1000, ge=0, description="Most names in a list that is sent over HTTP.")
    rate_limit: int = Field(0, ge=0, description="Most requests a minute from one address.")
    max_document_bytes: int = Field(20_000_000, ge=0, description="Most bytes in a document.")
    max_document_seconds: float = Field(300, gt=0, description="Seconds that reading or extracting one may take.")
    least_confidence: float = Field(0, ge=0, le=1, description="Confidence below which an extractor states nothing.")
    workers: int = Field(1, ge=1, description="Processes that extract documents in a load.")
    sparql_length: int = Field(100_000, ge=0, description="Most characters in a query.")
    sparql_rows: int = Field(100_000, ge=0, description="Most rows or triples in an answer.")
    sparql_bytes: int = Field(50_000_000, ge=0, description="Most bytes in an answer.")
    sparql_timeout: float = Field(15.0, ge=0, description="Seconds that a SPARQL query may take, and wait before.")
    sparql_memory: int = Field(1000, ge=0, description="Megabytes of memory that a SPARQL query may take.")
    sparql_at_once: int = Field(64, ge=1, description="SPARQL queries that run at once, each in its own process.")
    sparql_waiting: int = Field(64, ge=0, description="Further queries that wait; more are told to come back.")
    sparql_service: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Endpoints that SERVICE may name, separated by spaces; without one SERVICE is refused."
    )
    sparql_folder: Path | None = Field(
        None,
        description="Where the RDF index is, also between runs; beside a SQLite record (`potline.db-rdf`), else in "
        "the user's cache.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins of web pages that may ask from a browser, separated by spaces; `*` for all."
    )
    exports_at_once: int = Field(2, ge=1, description="Exports over HTTP at once; more are told to come back.")
    license: str | None = Field(None, description="IRI of the licence of the record, told at /.well-known/void.")
    cypher_rows: int = Field(10_000, ge=0, description="Most rows in an answer to a Cypher query.")
    cypher_timeout: float = Field(15.0, ge=0, description="Seconds that a Cypher query may take.")

    materialise: str = Field(
        "",
        description="Rule and threshold, such as `integrated:5`: effective ownership is written anew after each "
        "commit of the command line and the server.",
    )

    llm_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible endpoint; with it a language model adds statements."
    )
    llm_model: str | None = Field(None, validate_default=True, description="Name of the model there.")
    llm_key: SecretStr | None = Field(None, description="Key of the endpoint, sent as a bearer token.")
    llm_options: Json[dict[str, Any]] = Field(
        '{"temperature": 0}', validate_default=True, description="Further fields of each request, as JSON."
    )
    llm_timeout: float = Field(60, gt=0, description="Seconds for a paragraph, with all tries and waits.")
    llm_document_seconds: float = Field(600, ge=0, description="Seconds for all paragraphs of a document.")
    llm_retries: int = Field(2, ge=0, le=10, description="Further tries where the endpoint is busy or fails.")
    llm_answer_bytes: int = Field(1_000_000, ge=0, description="Most bytes in an answer of the endpoint.")
    llm_cache: Path | None = Field(None, description="Where answers are kept; a folder of the user's cache.")

    neo4j_label_prefix: str = Field(
        "", description="What stands before each label of ours in Neo4j, such as `Potline_`; nothing else changes."
    )
    neo4j_home: Path = Field(
        Path("potline-neo4j"), description="Folder of the local Neo4j: data, logs, configuration, password."
    )
    neo4j_version: str | None = Field(
        None, description="Its release, such as `2026.08.1`; else the one that ran it last, at first `5.26.30`."
    )
    neo4j_cache: Path | None = Field(None, description="Where its jars are kept; a folder of the user's cache.")
    neo4j_bolt_port: int = Field(7687, ge=1, le=65535, description="Port for drivers.")
    neo4j_http_port: int = Field(7474, ge=1, le=65535, description="Port for Neo4j Browser.")
    neo4j_heap: str = Field("512m", description="Its heap.")
    neo4j_page_cache: str = Field("512m", description="Its page cache.")

    @property
    def store_url_shown(self) -> str:
        """The store's URL without a password."""
        return re.sub(r"//[^/@]*@", "//", self.store_url)

    @field_validator("registry", mode="before")
    @classmethod
    def _colons(cls, value: object) -> object:
        return tuple(value.split(os.pathsep)) if isinstance(value, str) else value

    @field_validator("sparql_service", "cors_origins", mode="before")
    @classmethod
    def _spaces(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("license")
    @classmethod
    def _iri(cls, value: str | None) -> str | None:
        if value and re.fullmatch(r"[a-zA-Z][\w+.-]*:[^\s<>\"{}|\\^`]+", value) is None:
            raise ValueError("write an IRI, such as https://creativecommons.org/licenses/by/4.0/")
        return value or None

    @field_validator("materialise")
    @classmethod
    def _terms(cls, value: str) -> str:
        rule, _, floor = value.strip().partition(":")
        if value.strip() and (rule not in RULES or re.fullmatch(PERCENT, floor or "0") is None):
            raise ValueError(f"write RULE or RULE:PERCENT, such as integrated:5; the rules are {', '.join(RULES)}")
        return value.strip()

    @property
    def materialised(self) -> tuple[str, float | None] | None:
        """The rule, and the threshold if one is given, of what is written after each commit; None for nothing."""
        rule, _, floor = self.materialise.partition(":")
        return (rule, float(floor) if floor else None) if rule else None

    @field_validator("neo4j_label_prefix")
    @classmethod
    def _word(cls, value: str) -> str:
        if value and re.fullmatch(PREFIX, value) is None:
            raise ValueError("write letters, digits and underscores, a letter first and an underscore last: Potline_")
        return value

    @field_validator("neo4j_version")
    @classmethod
    def _release(cls, value: str | None) -> str | None:
        if value and re.fullmatch(RELEASE, value) is None:
            raise ValueError("write a release of Neo4j such as 5.26.30 or 2026.08.1; none before 5.26 is supported")
        return value or None

    @field_validator("llm_url")
    @classmethod
    def _web(cls, value: str | None) -> str | None:
        if value and re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", value) is None:
            raise ValueError("write it like http://127.0.0.1:11434/v1, without user, query or fragment")
        return value or None

    @field_validator("llm_model")
    @classmethod
    def _named(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("llm_url") and not (value and value.isprintable()):
            raise ValueError("POTLINE_LLM_URL is set, so name the model too")
        return value

    @property
    def registry_paths(self) -> tuple[Path, ...]:
        """The shipped registry and the user's own files behind it."""
        return (SEEDS / "registry", *self.registry)


def read_settings(**values: object) -> Settings:
    """The settings, `values` before the environment; SettingError names what is wrong."""
    try:
        return Settings(**{k: v for k, v in values.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingError(f"setting POTLINE_{name.upper()}: {first['msg']} (got {first['input']!r})") from error
