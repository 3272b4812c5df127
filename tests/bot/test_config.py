from pathlib import Path

import pytest

from bot.config import BadSetting, Settings, read_settings, unknown_names

ENV_EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  (used by all)
    monkeypatch.chdir(tmp_path)

    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()

    assert settings.discord_token is None
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.database_path == Path("var/marquee.db")


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("SANDBOX_PORT=4001\nLOG_LEVEL=WARNING\n")
    monkeypatch.setenv("SANDBOX_PORT", "4002")

    settings = read_settings()

    assert (settings.sandbox_port, settings.log_level) == (4002, "WARNING")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DISCORD_TOKEN", "Bot abc", "one word"),
        ("DISCORD_TOKEN", "abc def", "one word"),
        ("DISCORD_API_URL", "discord.com/api/v10", "http or https address"),
        ("DISCORD_API_URL", "ftp://discord.com/api/v10", "http or https address"),
        ("DISCORD_API_URL", "https://discord.com/api/v9", "ends in /api/v10"),
        ("DISCORD_API_URL", "https:///api/v10", "http or https address"),
        ("DISCORD_API_URL", "http://localhost:99999/api/v10", "Port out of range"),
        ("DISCORD_API_URL", "http://localhost:port/api/v10", "Port"),
        ("DISCORD_API_URL", "http://localhost/api/v10?for=me", "ends in /api/v10"),
        ("DISCORD_API_URL", "http://[::1/api/v10", "Invalid IPv6 URL"),
        ("TMDB_TOKEN", "two words", "one word"),
        ("TMDB_TOKEN", "0123456789abcdef0123456789abcdef", "API Read Access Token"),
        ("TMDB_TOKEN", "tökén", "letters, digits and signs"),
        ("TMDB_URL", "api.themoviedb.org/3", "http or https address"),
        ("TMDB_IMAGE_URL", "http://image.tmdb.org/t/p", "https address"),
        ("WIKIDATA_URL", "https://www.wikidata.org/w/api.php?x=y", "without ? and #"),
        ("LETTERBOXD_URL", "letterboxd.com", "http or https address without ? and #, or off"),
        ("LETTERBOXD_URL", "https://letterboxd.com/?x=y", "or off"),
        ("LETTERBOXD_URL", "none", "or off"),
        ("LETTERBOXD_URL", "http://localhost:99999", "Port out of range"),
        ("CONTACT", "somebody", "e-mail address"),
        ("CONTACT", "me@example.org (home)", "e-mail address"),
        ("CONTACT", "https://example.org/\u00e9", "e-mail address"),
        ("SANDBOX_PORT", "four", "whole number from 0 to 65535"),
        ("SANDBOX_PORT", "65536", "whole number from 0 to 65535"),
        ("SANDBOX_PORT", "-1", "whole number from 0 to 65535"),
        ("REVIEW_INTERVAL_S", "soon", "seconds from 0 to 86400"),
        ("REVIEW_INTERVAL_S", "86401", "seconds from 0 to 86400"),
        ("REVIEWS_PER_DAY", "-1", "whole number from 0 to 10000"),
        ("REVIEWS_PER_DAY", "2.5", "whole number from 0 to 10000"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("LOG_FORMAT", "xml", "text or json"),
    ],
)
def test_wrong_value_is_named_with_its_reason(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSetting) as caught:
        read_settings()

    assert caught.value.name == name
    assert reason in caught.value.reason


def test_rejected_token_is_not_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret word")

    with pytest.raises(BadSetting) as caught:
        read_settings()

    assert "secret" not in str(caught.value)
    assert "secret" not in caught.value.reason


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("DISCORD_API_URL", "http://127.0.0.1:4000/api/v10/", "http://127.0.0.1:4000/api/v10"),
        ("WIKIDATA_URL", "http://127.0.0.1:5000/", "http://127.0.0.1:5000"),
        ("LETTERBOXD_URL", "http://127.0.0.1:5001/", "http://127.0.0.1:5001"),
        ("LETTERBOXD_URL", "off", None),
        ("LETTERBOXD_URL", " OFF ", None),
        ("LETTERBOXD_URL", "", "https://letterboxd.com"),
        ("CONTACT", " me@example.org ", "me@example.org"),
        ("CONTACT", "https://example.org/me", "https://example.org/me"),
        ("CONTACT", "", None),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("LOG_FORMAT", "JSON", "json"),
        ("SANDBOX_PORT", "", 4000),
        ("LOG_LEVEL", "", "INFO"),
    ],
)
def test_harmless_differences_are_taken_as_meant(
    name: str, value: str, meant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    assert getattr(read_settings(), name.lower()) == meant


@pytest.mark.parametrize(("value", "token"), [("", None), ("  ", None), (" abc\t", "abc")])
def test_spaces_around_a_token_do_not_count(value: str, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", value)

    settings = read_settings()

    assert (settings.discord_token.get_secret_value() if settings.discord_token else None) == token


def test_token_is_not_shown() -> None:
    settings = read_settings(discord_token="very-secret")

    assert "very-secret" not in repr(settings)


def test_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SANDBOX_PORT=4010\n", "utf-8-sig")

    assert read_settings().sandbox_port == 4010
    assert unknown_names(tmp_path / ".env") == {}


def test_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe\n")

    with pytest.raises(BadSetting, match="UTF-8"):
        read_settings()


def test_unknown_names_come_with_the_nearest(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("DISCORD_TOKN=x\nlog_level=INFO\nDATABASEPATH=y\nCOLOUR=green\nSANDBOX_PORT=1\n")

    assert unknown_names(env_file) == {
        "DISCORD_TOKN": "DISCORD_TOKEN",
        "DATABASEPATH": "DATABASE_PATH",
        "COLOUR": None,
    }


def test_no_file_has_no_unknown_names(tmp_path: Path) -> None:
    assert unknown_names(tmp_path / ".env") == {}


def test_example_names_every_setting_with_its_default(tmp_path: Path) -> None:
    lines = ENV_EXAMPLE.read_text("utf-8").splitlines()
    set_lines = [line.removeprefix("#") for line in lines if "=" in line and not line.startswith("# ")]
    (tmp_path / ".env").write_text("\n".join(set_lines))

    assert [line.split("=")[0].lower() for line in set_lines] == list(Settings.model_fields)
    assert read_settings() == Settings.model_construct()
