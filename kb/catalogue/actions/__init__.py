"""The only writers of what the public sees."""

from kb.catalogue.actions.codes import give_up_meanings, give_up_spellings, save_code
from kb.catalogue.actions.erasable import NotErasable, checked_reason, image_named, is_common, passages_of
from kb.catalogue.actions.erasing import erase_image, erase_words, tidy_up
from kb.catalogue.actions.erasing_again import erase_again, still_standing
from kb.catalogue.actions.facts_beside import move_review_date, note_review, plan_review, set_expiry
from kb.catalogue.actions.images import add_image, note_images_shown, remove_image, take_in_image
from kb.catalogue.actions.merging import merge_articles, replace_article
from kb.catalogue.actions.moving_codes import merge_codes, remove_code, rename_code
from kb.catalogue.actions.publishing import (
    NotPublishable,
    Publication,
    Verification,
    address_problems,
    outside_problems,
    put_live,
    raise_edition,
    withdraw,
)
from kb.catalogue.actions.removing import remove_row
from kb.catalogue.actions.start import drop_questions_nobody_is_asked, save_start_question
from kb.catalogue.actions.stopping import AlreadyStopped, StepGone, put_step_back, stop_step
from kb.catalogue.actions.taxonomy import (
    save_category,
    save_service,
    save_shortcut,
    save_snippet,
    save_vendor,
    save_word,
)

__all__ = [
    "AlreadyStopped",
    "NotErasable",
    "NotPublishable",
    "Publication",
    "StepGone",
    "Verification",
    "add_image",
    "address_problems",
    "checked_reason",
    "drop_questions_nobody_is_asked",
    "erase_again",
    "erase_image",
    "erase_words",
    "give_up_meanings",
    "give_up_spellings",
    "image_named",
    "is_common",
    "merge_articles",
    "merge_codes",
    "move_review_date",
    "note_images_shown",
    "note_review",
    "outside_problems",
    "passages_of",
    "plan_review",
    "put_live",
    "put_step_back",
    "raise_edition",
    "remove_code",
    "remove_image",
    "remove_row",
    "rename_code",
    "replace_article",
    "save_category",
    "save_code",
    "save_service",
    "save_shortcut",
    "save_snippet",
    "save_start_question",
    "save_vendor",
    "save_word",
    "set_expiry",
    "still_standing",
    "stop_step",
    "take_in_image",
    "tidy_up",
    "withdraw",
]
