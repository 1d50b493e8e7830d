"""What the bot can do, without a word of Telegram: values in, values out.

- ``snapshot``: one version of the knowledge with what is derived from it;  ``held``: examples that need not be run again
- ``publishing``: the folder, the published versions and what is served, kept the same;  ``standing``: where a folder stands among them
- ``merging``: two edits brought together, pure;  ``refusals``: why one is not published, and what admins have to know
- ``interviewing``: a self-check from the first question to the verdict, pure
- ``stepping``: what it does next, all told;  ``shown``: what it showed and was told about itself
- ``supposing``: what can be supposed of a result;  ``answer_marks``: answers on buttons
- ``scope``: what a self-check is about: a policy, a track, or all that somebody could apply for
- ``sitting``: a self-check with its answers in rows;  ``answer_rows``: answers to rows and back
- ``routing``: what to ask somebody about their way through a policy
- ``screening``: how somebody stands with everything on file;  ``matching``: a new programme that fits, and one that fits from a day
- ``following``: subscriptions and the days ahead;  ``reminding``: which reminders there are;  ``rhythms``: when each person gets them
- ``listening``: people as far as reminders are concerned;  ``snoozing``: once more tomorrow
- ``replanning``: which of their reminders come once they change something;  ``lacking``: what somebody still lacks
- ``choosing``: which track of a policy somebody has chosen
- ``versions``: last days as they were known;  ``moving``: those that changed;  ``missing``: those that passed while nothing could be sent
- ``listing``, ``finding``: everything on file, and what a few words mean of it;  ``matters``: what questions are about
- ``rights``: who keeps the knowledge;  ``keeping``: what they do with it from the chat;  ``correcting``: what was put right, for all
- ``tallying``: what is counted, without people
- ``transferring``: an account is moved, the old one asked first;  ``transfer_code``: 搬家码
- ``braking``: who writes faster than anybody reads
- ``several``: many questions in one message;  ``leaning``: what half a question leans on;  ``noticing``: short cuts and comparisons
- ``checklists``, ``sheets``, ``forms``: what is ticked off, shown to the unit, sent;  ``orders``: what is made when it is sent
- ``counting``, ``figuring``: head counts and figures that a sentence asks to be counted
- ``explaining``: verdicts with all that explains them;  ``turning``: how many saved self-checks a new version of the knowledge flips
- ``telling``: who was told what;  ``differing``: what two versions say otherwise;  ``rectifying``, ``retelling``: telling it to them
- ``checking``: a self-check without a chat, for the command line
"""
