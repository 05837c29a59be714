"""Who owns what, how much of it, by which rule, and which sentences say so.

Shares are intervals in percent. From the record to an answer: `interests` reads one statement as an
interval, `succession` says which statements hold on a day, `net` is the graph of direct shares,
`rules` and `solve` say what is owned through others, `answer` puts a question and keeps the proof.
`attribution` says what plants can make, by effective share: it stands on `ground` (`amounts`, `plants`,
`stakes`) and `pieces`, is added up by `totals` and shown by `shown`.
"""
