"""Used on a call: which article or code an analyst used with a caller, and what came of it.

How the desk calls it, each in the view of a POST:

    call = actions.begin_call(by=request.user, article=article, code=code)          # an answer was opened for a caller
    actions.say_outcome(call=call, by=request.user, outcome=CallOutcome.FIXED)          # one click
    actions.say_outcome(call=call, by=request.user, outcome=CallOutcome.ESCALATED, escalated_to=Actor.RA)
    actions.record_call(by=request.user, article=article, outcome=CallOutcome.NOT_FIXED)  # both at once

    reading.waiting_of(request.user)        # the last three that wait for their outcome, the newest first
    reading.outcomes_by_version(article)    # what came of it, version by version, the newest first
    reading.outcomes_of(code)               # the same in one line
    reading.top_codes(since=midnight)       # (code, number of calls), the most first
    Call.objects.carrying(article, [6, 7])  # calls that used these versions, for a list of what a wrong step reached

To begin twice with the same subject is one call. `version` is that of the article's page the analyst had open; the
current one where nothing is given. A call is no view of a page.
"""
