"""Settings read from files, the way container platforms hand over secrets (`ACCORD_DATABASE_URL_FILE=/run/...`)."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError


class FileSettingsSource(PydanticBaseSettingsSource):
    """Reads the field `x` from the file that the variable `<PREFIX>X_FILE` names.

    A file that cannot be read, or a field given both ways, raises SettingsError: a service must not start with
    another secret than the operator meant.
    """

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's text without the line end that editors add."""
        del field
        variable = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        path = os.environ.get(f"{variable}_FILE")
        if not path:
            return None, field_name, False
        if variable in os.environ:
            raise SettingsError(f"{variable} and {variable}_FILE are both set; set one of them")
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{variable}_FILE names a file that cannot be read: {path}") from error

    def __call__(self) -> dict[str, Any]:
        """Return the values of all fields that have a file."""
        values: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            text, key, is_complex = self.get_field_value(field, name)
            if text is not None:
                values[key] = self.prepare_field_value(name, field, text, is_complex)
        return values


class FileSettings(BaseSettings):
    """Settings from variables `ACCORD_<FIELD>`, or from the files that `ACCORD_<FIELD>_FILE` name."""

    model_config = SettingsConfigDict(
        env_prefix="ACCORD_", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then files; no `.env` is read behind the operator's back."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, FileSettingsSource(settings_cls)
