-- What the desk shows of work that was done before: how quick a provider's own system answered.

-- Milliseconds between the last time the question was asked and the answer or fault; null where it was answered from memory.
alter table live_answer add column took_ms int check (took_ms >= 0);
alter table live_answer add column asked_at timestamptz;
create index live_answer_asked on live_answer (organisation_id, inventory_id, asked_at desc) where asked_at is not null;
