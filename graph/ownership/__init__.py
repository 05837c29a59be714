"""Who owns what, how much of it, by which rule, and which sentences say so.

Shares are intervals in percent. From the record to an answer:

- `interests` reads one statement as an interval; `succession` says which statements hold on a day;
  `ledger` keeps all claims and follows the record; `matrix` is one day of it; `net` its graph of direct shares.
- `rules` says what is owned through others, by `solve` (one owner), `climb` (one company, all owners),
  `dense` (many that hold each other), `everything` with `walks` (all at once); `components` finds the loops.
- `answer` puts a question; `filters` leaves out; `proof` and `weights` show why; `explain` writes it on paper.
- Further questions: `control`, `loops` with `effects`, `ventures`, `changes`, `sanctions` with `cascade`; `face` is
  what their JSON shares.
- Capacity by effective share: `attribution` on `ground`, `amounts`, `plants`, `stakes`, `pieces`, `totals`, `shown`.
"""
