"""What is pasted: numbered, ticked steps marked, the address and the stamp at the end."""

from kb.helpdesk.desk.replies import ReplySource, StepLine, reply, ticket

SOURCE = ReplySource("400_645: no answer", "400_645", "Care Identity", "https://kb.example.org/codes/1/", "KB0018 v7")
STEPS = (
    StepLine("bbbbbbbb", "Restart the program", "1. Look near the clock.\n2. Choose Exit."),
    StepLine("cccccccc", "Restart the computer"),
)


def test_reply_is_numbered_and_ends_with_address_and_stamp():
    assert reply(SOURCE, STEPS).splitlines() == [
        "400_645: no answer",
        "",
        "1. Restart the program",
        "   1. Look near the clock.",
        "   2. Choose Exit.",
        "",
        "2. Restart the computer",
        "",
        "https://kb.example.org/codes/1/",
        "KB0018 v7",
    ]


def test_ticked_steps_go_into_reply_and_ticket():
    assert "2. Restart the computer (done with you on the phone)" in reply(SOURCE, STEPS, {"cccccccc"})
    assert ticket(SOURCE, STEPS, {"cccccccc"}).splitlines() == [
        "Code: 400_645",
        "Service: Care Identity",
        "Steps tried:",
        "- Restart the computer",
        "Outcome: not said yet",
        "https://kb.example.org/codes/1/",
        "KB0018 v7",
    ]


def test_ticket_says_that_nothing_was_ticked_and_what_came_of_it():
    text = ticket(SOURCE, STEPS, outcome="Fixed it")

    assert "Steps tried: none ticked" in text
    assert "Outcome: Fixed it" in text
