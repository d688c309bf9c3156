-- Lists: a page and the numbers beside it are read from an index alone, whatever a case has come to weigh.

-- What the views ask stands in the index of the list. None of it changes with a feed, so cases still update without touching it.
drop index abuse_case_list;
create index abuse_case_list on abuse_case (organisation_id, band, due_at, score desc, id)
  include (state, snoozed_until, recurrence, assigned_to, attribution_id)
  where state not in ('resolved', 'rejected', 'bundled');

-- Closed cases are read newest first and only ever become more.
create index abuse_case_closed on abuse_case (organisation_id, closed_at desc, id desc) where state in ('resolved', 'rejected');

-- Answers are shared between cases; those that name no single holder are few.
create index attribution_open on attribution (organisation_id, id) where status in ('unattributed', 'ambiguous');
