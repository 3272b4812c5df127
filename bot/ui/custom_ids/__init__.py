"""What every button, select and form carries: a version, an action and its arguments, within 100 characters.

A custom id outlives restarts and upgrades, and comes back from a client that may send anything: it is parsed into a
frozen model or refused. An action is never given another meaning; a changed one gets another name.
"""

from bot.ui.custom_ids.base import (
    MOST_PAGES,
    VERSION,
    CustomId,
    UnknownCustomId,
)
from bot.ui.custom_ids.common import (
    Cancel,
    Forget,
)
from bot.ui.custom_ids.feed import (
    ChooseFeed,
    ChooseFilmToBrowse,
    ChooseFromList,
    ResumeFeed,
    SeeReviews,
    StopFeed,
    ToggleBareRatings,
    ToggleSpoilers,
    TurnFeed,
    TurnPage,
)
from bot.ui.custom_ids.films import (
    ChooseFilm,
    GoBack,
    ShowFilm,
    SuggestFilms,
    ToggleWatchlist,
    TurnWatchlist,
)
from bot.ui.custom_ids.reviews import (
    ChooseFilmToRate,
    ChooseFilmToReview,
    ChooseReview,
    ConfirmDelete,
    DeleteReview,
    LikeReview,
    OpenReview,
    ReopenForm,
    ReplaceText,
    SeeVersions,
    ShowReview,
    SubmitDetails,
    SubmitReview,
    SubmitText,
    TurnLeaf,
    UndoDelete,
    WriteReview,
)

__all__ = [
    "MOST_PAGES",
    "VERSION",
    "Cancel",
    "ChooseFeed",
    "ChooseFilm",
    "ChooseFilmToBrowse",
    "ChooseFilmToRate",
    "ChooseFilmToReview",
    "ChooseFromList",
    "ChooseReview",
    "ConfirmDelete",
    "CustomId",
    "DeleteReview",
    "Forget",
    "GoBack",
    "LikeReview",
    "OpenReview",
    "ReopenForm",
    "ReplaceText",
    "ResumeFeed",
    "SeeReviews",
    "SeeVersions",
    "ShowFilm",
    "ShowReview",
    "StopFeed",
    "SubmitDetails",
    "SubmitReview",
    "SubmitText",
    "SuggestFilms",
    "ToggleBareRatings",
    "ToggleSpoilers",
    "ToggleWatchlist",
    "TurnFeed",
    "TurnLeaf",
    "TurnPage",
    "TurnWatchlist",
    "UndoDelete",
    "UnknownCustomId",
    "WriteReview",
]
