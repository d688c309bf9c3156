-- What is secret stays so in letters about the decision that carried the order out.

create or replace function letter_keeps_secrets() returns trigger language plpgsql as $$
begin
  if new.audience in ('customer', 'reseller', 'participant') and new.matter is not null
     and new.state not in ('undone', 'stopped', 'bounced', 'failed')
     and exists (
       select 1 from secrecy s
        where s.organisation_id = new.organisation_id and s.ended_at is null
          and (s.order_id = new.matter
               or s.order_id = (select d.matter from decision d where d.organisation_id = new.organisation_id and d.id = new.matter))) then
    raise exception 'a letter about a secret order to a recipient of it' using errcode = 'check_violation', constraint = 'letter_keeps_secrets';
  end if;
  return new;
end $$;
