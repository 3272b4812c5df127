import pytest

from sandbox import errors
from sandbox.errors import ApiError, FieldErrors, RateLimited

CONSTRUCTORS = [
    (errors.unauthorized(), 401, 0, "401: Unauthorized"),
    (errors.not_found(), 404, 0, "404: Not Found"),
    (errors.server_error(), 500, 0, "500: Internal Server Error"),
    (errors.server_error(503), 503, 0, "503: Service Unavailable"),
    (errors.unknown_application(), 404, 10002, "Unknown Application"),
    (errors.unknown_channel(), 404, 10003, "Unknown Channel"),
    (errors.unknown_guild(), 404, 10004, "Unknown Guild"),
    (errors.unknown_member(), 404, 10007, "Unknown Member"),
    (errors.unknown_message(), 404, 10008, "Unknown Message"),
    (errors.unknown_role(), 404, 10011, "Unknown Role"),
    (errors.unknown_user(), 404, 10013, "Unknown User"),
    (errors.unknown_webhook(), 404, 10015, "Unknown Webhook"),
    (errors.unknown_interaction(), 404, 10062, "Unknown interaction"),
    (errors.unknown_command(), 404, 10063, "Unknown application command"),
    (errors.too_many_commands(), 400, 30032, "Maximum number of application commands reached (100)"),
    (errors.file_too_large(), 413, 40005, "Request entity too large"),
    (errors.already_acknowledged(), 400, 40060, "Interaction has already been acknowledged."),
    (errors.missing_access(), 403, 50001, "Missing Access"),
    (errors.dm_only(), 403, 50003, "Cannot execute action on a DM channel"),
    (errors.not_author(), 403, 50005, "Cannot edit a message authored by another user"),
    (errors.empty_message(), 400, 50006, "Cannot send an empty message"),
    (errors.cannot_dm(), 403, 50007, "Cannot send messages to this user"),
    (errors.not_a_text_channel(), 400, 50008, "Cannot send messages in a non-text channel"),
    (errors.missing_permissions(), 403, 50013, "Missing Permissions"),
    (errors.invalid_webhook_token(), 401, 50027, "Invalid Webhook Token"),
    (errors.invalid_sticker(), 400, 50081, "Invalid Sticker Sent"),
    (errors.invalid_json(), 400, 50109, "The request body contains invalid JSON."),
]


@pytest.mark.parametrize(("error", "status", "code", "message"), CONSTRUCTORS)
def test_a_refusal_has_discords_status_code_and_words(error: ApiError, status: int, code: int, message: str) -> None:
    assert error.status == status
    assert error.body() == {"code": code, "message": message}


def test_field_errors_are_gathered_into_one_tree() -> None:
    gathered = FieldErrors()
    gathered.add(("embeds", 0, "title"), "BASE_TYPE_MAX_LENGTH", "Must be 256 or fewer in length.")
    gathered.add(["embeds", 0, "title"], "OTHER", "Another.")
    gathered.add((), "WHOLE", "All of it.")

    with pytest.raises(ApiError) as caught:
        gathered.raise_if_any()

    assert caught.value.body() == {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "_errors": [{"code": "WHOLE", "message": "All of it."}],
            "embeds": {
                "0": {
                    "title": {
                        "_errors": [
                            {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."},
                            {"code": "OTHER", "message": "Another."},
                        ]
                    }
                }
            },
        },
    }


def test_no_field_errors_raise_nothing() -> None:
    FieldErrors().raise_if_any()


def test_whether_anything_is_wrong_is_told_by_place() -> None:
    gathered = FieldErrors()
    gathered.add(("embeds", 0, "title"), "CODE", "Words.")

    assert [gathered.has_any(path) for path in [(), ("embeds",), ("embeds", 1), ("content",)]] == [
        True,
        True,
        False,
        False,
    ]


def test_a_rate_limit_says_how_long_to_wait() -> None:
    error = RateLimited(0.2501, is_global=True)

    assert error.body() == {"message": "You are being rate limited.", "retry_after": 0.25, "global": True}
    assert error.headers == {
        "Retry-After": "1",
        "X-RateLimit-Scope": "global",
        "X-RateLimit-Global": "true",
    }


def test_retry_after_is_rounded_up_to_whole_seconds() -> None:
    assert RateLimited(4.01).headers["Retry-After"] == "5"


def test_too_many_edits_of_old_messages_is_a_rate_limit_with_a_code() -> None:
    error = errors.too_many_old_edits(2.5)

    assert (error.status, error.body()) == (
        429,
        {
            "message": "Maximum number of edits to messages older than 1 hour reached. Try again later",
            "retry_after": 2.5,
            "global": False,
            "code": 30046,
        },
    )
