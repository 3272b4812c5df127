"""What all models have in common."""

import pytest
from pydantic import ValidationError

from data.models import ToldFilm


def test_what_does_not_fit_stands_in_no_error() -> None:
    with pytest.raises(ValidationError) as caught:
        ToldFilm.model_validate_json('{"title": "A secret", "year": "what a member wrote"}')

    assert "what a member wrote" not in str(caught.value)
