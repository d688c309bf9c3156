-- Written by `./bezem generate` from the migrations; do not edit. Read it to see what is there.

create domain act_id as text CHECK ((starts_with(VALUE, 'act_'::text) AND (length(VALUE) = 30)));
create domain ans_id as text CHECK ((starts_with(VALUE, 'ans_'::text) AND (length(VALUE) = 30)));
create domain att_id as text CHECK ((starts_with(VALUE, 'att_'::text) AND (length(VALUE) = 30)));
create domain auc_id as text CHECK ((starts_with(VALUE, 'auc_'::text) AND (length(VALUE) = 30)));
create domain aut_id as text CHECK ((starts_with(VALUE, 'aut_'::text) AND (length(VALUE) = 30)));
create domain ban_id as text CHECK ((starts_with(VALUE, 'ban_'::text) AND (length(VALUE) = 30)));
create domain brd_id as text CHECK ((starts_with(VALUE, 'brd_'::text) AND (length(VALUE) = 30)));
create domain bst_id as text CHECK ((starts_with(VALUE, 'bst_'::text) AND (length(VALUE) = 30)));
create domain cal_id as text CHECK ((starts_with(VALUE, 'cal_'::text) AND (length(VALUE) = 30)));
create domain case_id as text CHECK ((starts_with(VALUE, 'case_'::text) AND (length(VALUE) = 31)));
create domain chk_id as text CHECK ((starts_with(VALUE, 'chk_'::text) AND (length(VALUE) = 30)));
create domain chn_id as text CHECK ((starts_with(VALUE, 'chn_'::text) AND (length(VALUE) = 30)));
create domain cmp_id as text CHECK ((starts_with(VALUE, 'cmp_'::text) AND (length(VALUE) = 30)));
create domain cnt_id as text CHECK ((starts_with(VALUE, 'cnt_'::text) AND (length(VALUE) = 30)));
create domain cow_id as text CHECK ((starts_with(VALUE, 'cow_'::text) AND (length(VALUE) = 30)));
create domain cpn_id as text CHECK ((starts_with(VALUE, 'cpn_'::text) AND (length(VALUE) = 30)));
create domain ctr_id as text CHECK ((starts_with(VALUE, 'ctr_'::text) AND (length(VALUE) = 30)));
create domain ddl_id as text CHECK ((starts_with(VALUE, 'ddl_'::text) AND (length(VALUE) = 30)));
create domain dec_id as text CHECK ((starts_with(VALUE, 'dec_'::text) AND (length(VALUE) = 30)));
create domain dky_id as text CHECK ((starts_with(VALUE, 'dky_'::text) AND (length(VALUE) = 30)));
create domain dsc_id as text CHECK ((starts_with(VALUE, 'dsc_'::text) AND (length(VALUE) = 30)));
create domain edn_id as text CHECK ((starts_with(VALUE, 'edn_'::text) AND (length(VALUE) = 30)));
create domain emt_id as text CHECK ((starts_with(VALUE, 'emt_'::text) AND (length(VALUE) = 30)));
create domain eps_id as text CHECK ((starts_with(VALUE, 'eps_'::text) AND (length(VALUE) = 30)));
create domain ers_id as text CHECK ((starts_with(VALUE, 'ers_'::text) AND (length(VALUE) = 30)));
create domain evd_id as text CHECK ((starts_with(VALUE, 'evd_'::text) AND (length(VALUE) = 30)));
create domain fnd_id as text CHECK ((starts_with(VALUE, 'fnd_'::text) AND (length(VALUE) = 30)));
create domain hld_id as text CHECK ((starts_with(VALUE, 'hld_'::text) AND (length(VALUE) = 30)));
create domain imp_id as text CHECK ((starts_with(VALUE, 'imp_'::text) AND (length(VALUE) = 30)));
create domain inc_id as text CHECK ((starts_with(VALUE, 'inc_'::text) AND (length(VALUE) = 30)));
create domain inv_id as text CHECK ((starts_with(VALUE, 'inv_'::text) AND (length(VALUE) = 30)));
create domain key_id as text CHECK ((starts_with(VALUE, 'key_'::text) AND (length(VALUE) = 30)));
create domain let_id as text CHECK ((starts_with(VALUE, 'let_'::text) AND (length(VALUE) = 30)));
create domain lgn_id as text CHECK ((starts_with(VALUE, 'lgn_'::text) AND (length(VALUE) = 30)));
create domain liv_id as text CHECK ((starts_with(VALUE, 'liv_'::text) AND (length(VALUE) = 30)));
create domain mbr_id as text CHECK ((starts_with(VALUE, 'mbr_'::text) AND (length(VALUE) = 30)));
create domain msg_id as text CHECK ((starts_with(VALUE, 'msg_'::text) AND (length(VALUE) = 30)));
create domain msr_id as text CHECK ((starts_with(VALUE, 'msr_'::text) AND (length(VALUE) = 30)));
create domain mtc_id as text CHECK ((starts_with(VALUE, 'mtc_'::text) AND (length(VALUE) = 30)));
create domain net_id as text CHECK ((starts_with(VALUE, 'net_'::text) AND (length(VALUE) = 30)));
create domain ntc_id as text CHECK ((starts_with(VALUE, 'ntc_'::text) AND (length(VALUE) = 30)));
create domain ntf_id as text CHECK ((starts_with(VALUE, 'ntf_'::text) AND (length(VALUE) = 30)));
create domain oit_id as text CHECK ((starts_with(VALUE, 'oit_'::text) AND (length(VALUE) = 30)));
create domain onb_id as text CHECK ((starts_with(VALUE, 'onb_'::text) AND (length(VALUE) = 30)));
create domain ord_id as text CHECK ((starts_with(VALUE, 'ord_'::text) AND (length(VALUE) = 30)));
create domain org_id as text CHECK ((starts_with(VALUE, 'org_'::text) AND (length(VALUE) = 30)));
create domain own_id as text CHECK ((starts_with(VALUE, 'own_'::text) AND (length(VALUE) = 30)));
create domain party_id as text CHECK ((starts_with(VALUE, 'party_'::text) AND (length(VALUE) = 32)));
create domain pay_id as text CHECK ((starts_with(VALUE, 'pay_'::text) AND (length(VALUE) = 30)));
create domain poll_id as text CHECK ((starts_with(VALUE, 'poll_'::text) AND (length(VALUE) = 31)));
create domain prb_id as text CHECK ((starts_with(VALUE, 'prb_'::text) AND (length(VALUE) = 30)));
create domain prp_id as text CHECK ((starts_with(VALUE, 'prp_'::text) AND (length(VALUE) = 30)));
create domain prs_id as text CHECK ((starts_with(VALUE, 'prs_'::text) AND (length(VALUE) = 30)));
create domain rdf_id as text CHECK ((starts_with(VALUE, 'rdf_'::text) AND (length(VALUE) = 30)));
create domain rgt_id as text CHECK ((starts_with(VALUE, 'rgt_'::text) AND (length(VALUE) = 30)));
create domain rtm_id as text CHECK ((starts_with(VALUE, 'rtm_'::text) AND (length(VALUE) = 30)));
create domain run_id as text CHECK ((starts_with(VALUE, 'run_'::text) AND (length(VALUE) = 30)));
create domain scr_id as text CHECK ((starts_with(VALUE, 'scr_'::text) AND (length(VALUE) = 30)));
create domain shf_id as text CHECK ((starts_with(VALUE, 'shf_'::text) AND (length(VALUE) = 30)));
create domain sor_id as text CHECK ((starts_with(VALUE, 'sor_'::text) AND (length(VALUE) = 30)));
create domain sys_id as text CHECK ((starts_with(VALUE, 'sys_'::text) AND (length(VALUE) = 30)));
create domain tfl_id as text CHECK ((starts_with(VALUE, 'tfl_'::text) AND (length(VALUE) = 30)));
create domain thr_id as text CHECK ((starts_with(VALUE, 'thr_'::text) AND (length(VALUE) = 30)));
create domain tpl_id as text CHECK ((starts_with(VALUE, 'tpl_'::text) AND (length(VALUE) = 30)));
create domain trp_id as text CHECK ((starts_with(VALUE, 'trp_'::text) AND (length(VALUE) = 30)));
create domain vic_id as text CHECK ((starts_with(VALUE, 'vic_'::text) AND (length(VALUE) = 30)));
create domain whk_id as text CHECK ((starts_with(VALUE, 'whk_'::text) AND (length(VALUE) = 30)));

create table abuse_case (
  organisation_id org_id not null,
  id case_id not null,
  reference text,
  key text not null,
  action text,
  kind text not null,
  holder_id party_id,
  addressee_id party_id,
  contract_id ctr_id,
  attribution_id att_id,
  asset text not null,
  state text not null,
  band smallint not null,
  score real not null,
  priority jsonb not null,
  band_override jsonb,
  severity text,
  opened_at timestamp with time zone not null,
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  finding_count bigint not null default 0,
  episode_count integer not null default 0,
  reporters text[] not null default '{}'::text[],
  feeds text[] not null default '{}'::text[],
  recurrence integer not null default 0,
  recurs_of case_id,
  due_at timestamp with time zone,
  due_clock text,
  rung smallint not null default 0,
  assigned_to mbr_id,
  claimed_by mbr_id,
  claimed_until timestamp with time zone,
  snoozed_until timestamp with time zone,
  answered_at timestamp with time zone,
  merged_into case_id,
  outcome text,
  origin text not null default 'unknown'::text,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  facts jsonb,
  constraint abuse_case_pkey PRIMARY KEY (organisation_id, id),
  constraint abuse_case_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint abuse_case_band_check CHECK (((band >= 0) AND (band <= 5))),
  constraint abuse_case_origin_check CHECK ((origin = ANY (ARRAY['unknown'::text, 'fraudulent_signup'::text, 'compromised'::text, 'customer_knowing'::text, 'misconfigured'::text]))),
  constraint abuse_case_state_check CHECK ((state = ANY (ARRAY['new'::text, 'waiting'::text, 'answered'::text, 'restricted'::text, 'resolved'::text, 'rejected'::text, 'bundled'::text])))
) with (fillfactor=70, toast_tuple_target=512);
CREATE INDEX abuse_case_closed ON public.abuse_case USING btree (organisation_id, closed_at DESC, id DESC) WHERE (state = ANY (ARRAY['resolved'::text, 'rejected'::text]));
CREATE INDEX abuse_case_holder ON public.abuse_case USING btree (organisation_id, holder_id);
CREATE INDEX abuse_case_list ON public.abuse_case USING btree (organisation_id, band, due_at, score DESC, id) INCLUDE (state, snoozed_until, recurrence, assigned_to, attribution_id) WHERE (state <> ALL (ARRAY['resolved'::text, 'rejected'::text, 'bundled'::text]));
CREATE INDEX abuse_case_merged ON public.abuse_case USING btree (organisation_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE UNIQUE INDEX abuse_case_open ON public.abuse_case USING btree (organisation_id, key) WHERE (state <> ALL (ARRAY['resolved'::text, 'rejected'::text, 'bundled'::text]));
CREATE UNIQUE INDEX abuse_case_reference ON public.abuse_case USING btree (organisation_id, reference) WHERE (reference IS NOT NULL);
alter table abuse_case enable row level security, force row level security;
create policy house on abuse_case for all to bezem_owner using (true) with check (true);
create policy wall on abuse_case for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on abuse_case to bezem_app;

create table answer (
  organisation_id org_id not null,
  id ans_id not null,
  letter_id let_id not null,
  case_id case_id,
  message_id msg_id,
  kind text not null,
  key_id dky_id,
  sealed bytea,
  until timestamp with time zone,
  channel text not null,
  once bytea not null,
  received_at timestamp with time zone not null,
  handled_at timestamp with time zone,
  constraint answer_pkey PRIMARY KEY (organisation_id, id),
  constraint answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint answer_channel_check CHECK ((channel = ANY (ARRAY['page'::text, 'mail'::text, 'api'::text, 'desk'::text]))),
  constraint answer_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'needs_time'::text, 'wrong'::text, 'question'::text, 'names_customer'::text, 'other'::text])))
);
CREATE INDEX answer_case ON public.answer USING btree (organisation_id, case_id);
CREATE UNIQUE INDEX answer_once ON public.answer USING btree (organisation_id, letter_id, once);
alter table answer enable row level security, force row level security;
create policy house on answer for all to bezem_owner using (true) with check (true);
create policy wall on answer for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on answer to bezem_app;

create table api_key (
  organisation_id org_id not null,
  id key_id not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_by mbr_id not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (organisation_id, id),
  constraint api_key_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE UNIQUE INDEX api_key_token ON public.api_key USING btree (token_hash);
alter table api_key enable row level security, force row level security;
create policy door on api_key for select to bezem_door using (true);
create policy house on api_key for all to bezem_owner using (true) with check (true);
create policy wall on api_key for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on api_key to bezem_app;
grant select (id, organisation_id, revoked_at, token_hash) on api_key to bezem_door;

create table attribution (
  organisation_id org_id not null,
  id att_id not null,
  answer_hash bytea not null,
  status text not null,
  reason text,
  method text,
  confidence text,
  holding_id hld_id,
  contract_id ctr_id,
  holder_id party_id,
  addressee_id party_id,
  chain jsonb not null default '[]'::jsonb,
  alternatives jsonb not null default '[]'::jsonb,
  made_at timestamp with time zone not null,
  constraint attribution_organisation_id_answer_hash_key UNIQUE (organisation_id, answer_hash),
  constraint attribution_pkey PRIMARY KEY (organisation_id, id),
  constraint attribution_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint attribution_confidence_check CHECK ((confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  constraint attribution_status_check CHECK ((status = ANY (ARRAY['attributed'::text, 'ambiguous'::text, 'unattributed'::text, 'out_of_scope'::text])))
);
CREATE INDEX attribution_open ON public.attribution USING btree (organisation_id, id) WHERE (status = ANY (ARRAY['unattributed'::text, 'ambiguous'::text]));
alter table attribution enable row level security, force row level security;
create policy house on attribution for all to bezem_owner using (true) with check (true);
create policy wall on attribution for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on attribution to bezem_app;

create table attribution_before (
  organisation_id org_id not null,
  day date not null,
  finding_id fnd_id not null,
  at timestamp with time zone not null,
  attribution_id att_id not null,
  why text not null,
  constraint attribution_before_pkey PRIMARY KEY (organisation_id, day, finding_id, at),
  constraint attribution_before_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table attribution_before enable row level security, force row level security;
create policy house on attribution_before for all to bezem_owner using (true) with check (true);
create policy wall on attribution_before for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on attribution_before to bezem_app;

create table authority (
  organisation_id org_id not null,
  id aut_id not null,
  law text,
  name text not null,
  country text,
  announced_at timestamp with time zone,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint authority_pkey PRIMARY KEY (organisation_id, id),
  constraint authority_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table authority enable row level security, force row level security;
create policy house on authority for all to bezem_owner using (true) with check (true);
create policy wall on authority for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on authority to bezem_app;

create table authority_contact (
  organisation_id org_id not null,
  id auc_id not null,
  authority_id aut_id not null,
  channel text not null,
  address text not null,
  source text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  verified_at timestamp with time zone,
  verified_by text,
  ended_at timestamp with time zone,
  constraint authority_contact_pkey PRIMARY KEY (organisation_id, id),
  constraint authority_contact_organisation_id_authority_id_fkey FOREIGN KEY (organisation_id, authority_id) REFERENCES authority(organisation_id, id),
  constraint authority_contact_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint authority_contact_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'phone'::text, 'portal'::text])))
);
CREATE INDEX authority_contact_of ON public.authority_contact USING btree (organisation_id, authority_id);
alter table authority_contact enable row level security, force row level security;
create policy house on authority_contact for all to bezem_owner using (true) with check (true);
create policy wall on authority_contact for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on authority_contact to bezem_app;

create table authority_order (
  organisation_id org_id not null,
  id ord_id not null,
  number text not null,
  type text not null,
  type_from text not null,
  state text not null,
  version integer not null default 1,
  authority_name text not null,
  authority_id aut_id,
  country text,
  reference text,
  once text,
  sha256 bytea,
  message_id msg_id,
  evidence_id evd_id,
  channel text not null,
  language text not null default 'nl'::text,
  emergency boolean not null default false,
  cross_border boolean not null default false,
  term jsonb,
  issued_at timestamp with time zone,
  received_at timestamp with time zone not null,
  read_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by_itself boolean not null default false,
  effect_at timestamp with time zone,
  reported_at timestamp with time zone,
  recipient_informed_at timestamp with time zone,
  closed_at timestamp with time zone,
  category text,
  keyword text,
  checks jsonb not null default '{}'::jsonb,
  authenticity text not null default 'unconfirmed'::text,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  confirmed_contact auc_id,
  approved_by text,
  scrutiny text,
  key_id dky_id,
  sealed bytea,
  constraint authority_order_organisation_id_number_key UNIQUE (organisation_id, number),
  constraint authority_order_pkey PRIMARY KEY (organisation_id, id),
  constraint authority_order_organisation_id_authority_id_fkey FOREIGN KEY (organisation_id, authority_id) REFERENCES authority(organisation_id, id),
  constraint authority_order_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint authority_order_authenticity_check CHECK ((authenticity = ANY (ARRAY['unconfirmed'::text, 'confirmed'::text, 'rejected'::text]))),
  constraint authority_order_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'upload'::text, 'desk'::text, 'api'::text, 'push'::text, 'perci'::text, 'post'::text]))),
  constraint authority_order_check CHECK (((key_id IS NOT NULL) OR (sealed IS NULL))),
  constraint authority_order_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint authority_order_scrutiny_check CHECK ((scrutiny = ANY (ARRAY['asked'::text, 'waived'::text, 'upheld'::text, 'annulled'::text])))
);
CREATE INDEX authority_order_open ON public.authority_order USING btree (organisation_id, received_at) WHERE (closed_at IS NULL);
CREATE INDEX authority_order_received ON public.authority_order USING btree (organisation_id, received_at DESC, id);
CREATE UNIQUE INDEX authority_order_bytes ON public.authority_order USING btree (organisation_id, sha256) WHERE (sha256 IS NOT NULL);
CREATE UNIQUE INDEX authority_order_once ON public.authority_order USING btree (organisation_id, once) WHERE (once IS NOT NULL);
alter table authority_order enable row level security, force row level security;
create policy house on authority_order for all to bezem_owner using (true) with check (true);
create policy wall on authority_order for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on authority_order to bezem_app;

create table bad_faith (
  organisation_id org_id not null,
  notifier_print bytea not null,
  notice_id ntc_id not null,
  key_id dky_id not null,
  sealed bytea,
  at timestamp with time zone not null,
  by text not null,
  until timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint bad_faith_pkey PRIMARY KEY (organisation_id, notifier_print, at),
  constraint bad_faith_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table bad_faith enable row level security, force row level security;
create policy house on bad_faith for all to bezem_owner using (true) with check (true);
create policy wall on bad_faith for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on bad_faith to bezem_app;

create table ban (
  organisation_id org_id not null,
  id ban_id not null,
  number text,
  party_id party_id,
  decision_id dec_id,
  ground text not null,
  article text not null,
  state text not null,
  language text not null,
  decided_at timestamp with time zone not null,
  decided_by text not null,
  expires_at timestamp with time zone not null,
  key_id dky_id not null,
  sealed bytea,
  letter_id let_id,
  untold text,
  token_hash bytea not null,
  ended_at timestamp with time zone,
  ended_by text,
  version integer not null default 1,
  constraint ban_pkey PRIMARY KEY (organisation_id, id),
  constraint ban_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint ban_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint ban_ended CHECK (((state = ANY (ARRAY['lifted'::text, 'expired'::text])) = (ended_at IS NOT NULL))),
  constraint ban_forgotten CHECK (((ended_at IS NULL) OR (sealed IS NULL))),
  constraint ban_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint ban_state_check CHECK ((state = ANY (ARRAY['in_force'::text, 'contested'::text, 'lifted'::text, 'expired'::text]))),
  constraint ban_told CHECK (((letter_id IS NOT NULL) OR (untold IS NOT NULL)))
);
CREATE INDEX ban_party ON public.ban USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX ban_state ON public.ban USING btree (organisation_id, state, expires_at);
CREATE UNIQUE INDEX ban_token ON public.ban USING btree (organisation_id, token_hash);
alter table ban enable row level security, force row level security;
create policy house on ban for all to bezem_owner using (true) with check (true);
create policy wall on ban for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ban to bezem_app;

create table ban_contest (
  organisation_id org_id not null,
  ban_id ban_id not null,
  no integer not null,
  key_id dky_id not null,
  sealed bytea,
  received_at timestamp with time zone not null,
  by_kind text not null,
  by text not null,
  outcome text,
  decided_at timestamp with time zone,
  decided_by text,
  letter_id let_id,
  constraint ban_contest_pkey PRIMARY KEY (organisation_id, ban_id, no),
  constraint ban_contest_organisation_id_ban_id_fkey FOREIGN KEY (organisation_id, ban_id) REFERENCES ban(organisation_id, id),
  constraint ban_contest_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint ban_contest_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'rejected'::text])))
);
alter table ban_contest enable row level security, force row level security;
create policy house on ban_contest for all to bezem_owner using (true) with check (true);
create policy wall on ban_contest for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ban_contest to bezem_app;

create table ban_key (
  organisation_id org_id not null,
  kind text not null,
  epoch integer not null,
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint ban_key_pkey PRIMARY KEY (organisation_id, kind, epoch),
  constraint ban_key_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table ban_key enable row level security, force row level security;
create policy house on ban_key for all to bezem_owner using (true) with check (true);
create policy wall on ban_key for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ban_key to bezem_app;

create table ban_tag (
  organisation_id org_id not null,
  ban_id ban_id not null,
  kind text not null,
  epoch integer not null,
  tag bytea not null,
  expires_at timestamp with time zone,
  constraint ban_tag_pkey PRIMARY KEY (organisation_id, kind, tag, ban_id),
  constraint ban_tag_organisation_id_ban_id_fkey FOREIGN KEY (organisation_id, ban_id) REFERENCES ban(organisation_id, id),
  constraint ban_tag_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint ban_tag_organisation_id_kind_epoch_fkey FOREIGN KEY (organisation_id, kind, epoch) REFERENCES ban_key(organisation_id, kind, epoch),
  constraint ban_tag_tag_check CHECK ((length(tag) = 32))
);
CREATE INDEX ban_tag_ban ON public.ban_tag USING btree (organisation_id, ban_id);
alter table ban_tag enable row level security, force row level security;
create policy house on ban_tag for all to bezem_owner using (true) with check (true);
create policy wall on ban_tag for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ban_tag to bezem_app;

create table ban_use (
  organisation_id org_id not null,
  use text not null,
  article text not null,
  why text not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint ban_use_pkey PRIMARY KEY (organisation_id, use, recorded_at),
  constraint ban_use_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint ban_use_use_check CHECK ((use = ANY (ARRAY['change'::text, 'existing'::text, 'device'::text])))
);
CREATE UNIQUE INDEX ban_use_on ON public.ban_use USING btree (organisation_id, use) WHERE (ended_at IS NULL);
alter table ban_use enable row level security, force row level security;
create policy house on ban_use for all to bezem_owner using (true) with check (true);
create policy wall on ban_use for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ban_use to bezem_app;

create table bank_import (
  organisation_id org_id not null,
  id bst_id not null,
  format text not null,
  sha256 bytea not null,
  at timestamp with time zone not null,
  by text not null,
  lines integer not null,
  matched integer not null,
  passed_over integer not null,
  constraint bank_import_pkey PRIMARY KEY (organisation_id, id),
  constraint bank_import_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint bank_import_format_check CHECK ((format = ANY (ARRAY['camt.053'::text, 'mt940'::text, 'csv'::text, 'provider'::text])))
);
alter table bank_import enable row level security, force row level security;
create policy house on bank_import for all to bezem_owner using (true) with check (true);
create policy wall on bank_import for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on bank_import to bezem_app;

create table brand (
  organisation_id org_id not null,
  id brd_id not null,
  version integer not null,
  content jsonb not null,
  is_default boolean not null default false,
  for_parties text[] not null default '{}'::text[],
  for_contracts text[] not null default '{}'::text[],
  saved_at timestamp with time zone not null,
  saved_by text not null,
  ended_at timestamp with time zone,
  constraint brand_pkey PRIMARY KEY (organisation_id, id, version),
  constraint brand_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table brand enable row level security, force row level security;
create policy house on brand for all to bezem_owner using (true) with check (true);
create policy wall on brand for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on brand to bezem_app;

create table callout (
  organisation_id org_id not null,
  id cal_id not null,
  order_id ord_id not null,
  at timestamp with time zone not null,
  clock text not null,
  share real not null,
  member_id mbr_id,
  level integer not null default 0,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  escalated_at timestamp with time zone,
  constraint callout_pkey PRIMARY KEY (organisation_id, id),
  constraint callout_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint callout_organisation_id_order_id_fkey FOREIGN KEY (organisation_id, order_id) REFERENCES authority_order(organisation_id, id)
);
CREATE INDEX callout_open ON public.callout USING btree (organisation_id, at) WHERE ((acknowledged_at IS NULL) AND (escalated_at IS NULL));
CREATE INDEX callout_order ON public.callout USING btree (organisation_id, order_id, at);
alter table callout enable row level security, force row level security;
create policy house on callout for all to bezem_owner using (true) with check (true);
create policy wall on callout for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on callout to bezem_app;

create table callout_try (
  organisation_id org_id not null,
  callout_id cal_id not null,
  no integer not null,
  way_id cow_id,
  kind text not null,
  at timestamp with time zone not null,
  outcome text not null,
  response text not null,
  constraint callout_try_pkey PRIMARY KEY (organisation_id, callout_id, no),
  constraint callout_try_organisation_id_callout_id_fkey FOREIGN KEY (organisation_id, callout_id) REFERENCES callout(organisation_id, id),
  constraint callout_try_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint callout_try_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'failed'::text])))
);
alter table callout_try enable row level security, force row level security;
create policy house on callout_try for all to bezem_owner using (true) with check (true);
create policy wall on callout_try for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on callout_try to bezem_app;

create table callout_way (
  organisation_id org_id not null,
  id cow_id not null,
  member_id mbr_id,
  place smallint not null,
  kind text not null,
  key_id dky_id not null,
  sealed bytea,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint callout_way_pkey PRIMARY KEY (organisation_id, id),
  constraint callout_way_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint callout_way_kind_check CHECK ((kind = ANY (ARRAY['mail'::text, 'webhook'::text, 'ntfy'::text, 'sms'::text])))
);
alter table callout_way enable row level security, force row level security;
create policy house on callout_way for all to bezem_owner using (true) with check (true);
create policy wall on callout_way for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on callout_way to bezem_app;

create table campaign (
  organisation_id org_id not null,
  id cpn_id not null,
  title text not null,
  pack text not null,
  state text not null,
  batch integer not null,
  term_days integer not null,
  remind_days integer not null,
  consequence text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint campaign_pkey PRIMARY KEY (organisation_id, id),
  constraint campaign_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint campaign_batch_check CHECK ((batch > 0)),
  constraint campaign_consequence_check CHECK ((consequence = ANY (ARRAY['none'::text, 'restrict_orders'::text, 'end_contract'::text]))),
  constraint campaign_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'paused'::text, 'ended'::text])))
);
alter table campaign enable row level security, force row level security;
create policy house on campaign for all to bezem_owner using (true) with check (true);
create policy wall on campaign for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on campaign to bezem_app;

create table campaign_member (
  organisation_id org_id not null,
  campaign_id cpn_id not null,
  party_id party_id not null,
  batch integer not null,
  tier text not null,
  state text not null,
  onboarding_id onb_id,
  asked_at timestamp with time zone,
  reminded_at timestamp with time zone,
  done_at timestamp with time zone,
  constraint campaign_member_pkey PRIMARY KEY (organisation_id, campaign_id, party_id),
  constraint campaign_member_organisation_id_campaign_id_fkey FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign(organisation_id, id),
  constraint campaign_member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint campaign_member_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint campaign_member_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'asked'::text, 'reminded'::text, 'done'::text, 'overdue'::text, 'settled'::text, 'unreachable'::text])))
);
alter table campaign_member enable row level security, force row level security;
create policy house on campaign_member for all to bezem_owner using (true) with check (true);
create policy wall on campaign_member for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on campaign_member to bezem_app;

create table case_act (
  organisation_id org_id not null,
  id act_id not null,
  case_id case_id not null,
  at timestamp with time zone not null,
  act text not null,
  by_kind text not null,
  by text,
  from_state text,
  to_state text,
  detail jsonb not null default '{}'::jsonb,
  key_id dky_id,
  sealed bytea,
  reverses act_id,
  constraint case_act_pkey PRIMARY KEY (organisation_id, id),
  constraint case_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint case_act_by_kind_check CHECK ((by_kind = ANY (ARRAY['member'::text, 'customer'::text, 'engine'::text, 'notifier'::text])))
);
CREATE INDEX case_act_case ON public.case_act USING btree (organisation_id, case_id, at);
alter table case_act enable row level security, force row level security;
create policy house on case_act for all to bezem_owner using (true) with check (true);
create policy wall on case_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on case_act to bezem_app;

create table case_number (
  organisation_id org_id not null,
  year smallint not null,
  last integer not null,
  constraint case_number_pkey PRIMARY KEY (organisation_id, year),
  constraint case_number_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table case_number enable row level security, force row level security;
create policy house on case_number for all to bezem_owner using (true) with check (true);
create policy wall on case_number for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on case_number to bezem_app;

create table case_rung (
  organisation_id org_id not null,
  case_id case_id not null,
  rung text not null,
  at timestamp with time zone not null,
  state text not null,
  letter_id let_id,
  why text,
  plan jsonb,
  decided_at timestamp with time zone,
  decided_by text,
  constraint case_rung_pkey PRIMARY KEY (organisation_id, case_id, rung, at),
  constraint case_rung_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint case_rung_state_check CHECK ((state = ANY (ARRAY['done'::text, 'skipped'::text, 'proposed'::text, 'accepted'::text, 'declined'::text])))
);
CREATE INDEX case_rung_open ON public.case_rung USING btree (organisation_id, at) WHERE (state = 'proposed'::text);
alter table case_rung enable row level security, force row level security;
create policy house on case_rung for all to bezem_owner using (true) with check (true);
create policy wall on case_rung for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on case_rung to bezem_app;

create table case_term (
  organisation_id org_id not null,
  case_id case_id not null,
  no integer not null,
  terms text not null,
  constraint case_term_pkey PRIMARY KEY (organisation_id, case_id, no),
  constraint case_term_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table case_term enable row level security, force row level security;
create policy house on case_term for all to bezem_owner using (true) with check (true);
create policy wall on case_term for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on case_term to bezem_app;

create table channel (
  organisation_id org_id not null,
  id chn_id not null,
  kind text not null,
  name text not null,
  settings jsonb not null,
  key_id dky_id,
  sealed bytea,
  state text not null default 'running'::text,
  host text,
  position jsonb not null default '{}'::jsonb,
  next_at timestamp with time zone not null,
  lease text,
  leased_until timestamp with time zone,
  failures integer not null default 0,
  last_try_at timestamp with time zone,
  last_good_at timestamp with time zone,
  last_new_at timestamp with time zone,
  last_fault text,
  last_detail text,
  silent_from timestamp with time zone,
  rhythm_minutes integer,
  silent_noted_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint channel_pkey PRIMARY KEY (organisation_id, id),
  constraint channel_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint channel_kind_check CHECK ((kind = ANY (ARRAY['imap'::text, 'folder'::text, 'feed'::text, 'shadowserver'::text]))),
  constraint channel_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'removed'::text])))
);
CREATE INDEX channel_next ON public.channel USING btree (next_at) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX channel_name ON public.channel USING btree (organisation_id, name) WHERE (state <> 'removed'::text);
alter table channel enable row level security, force row level security;
create policy house on channel for all to bezem_owner using (true) with check (true);
create policy wall on channel for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on channel to bezem_app;

create table channel_item (
  organisation_id org_id not null,
  channel_id chn_id not null,
  item text not null,
  state text not null,
  at timestamp with time zone not null,
  size bigint,
  message_id msg_id,
  fault text,
  constraint channel_item_pkey PRIMARY KEY (organisation_id, channel_id, item),
  constraint channel_item_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint channel_item_state_check CHECK ((state = ANY (ARRAY['taken'::text, 'refused'::text])))
);
alter table channel_item enable row level security, force row level security;
create policy house on channel_item for all to bezem_owner using (true) with check (true);
create policy wall on channel_item for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on channel_item to bezem_app;

create table channel_try (
  organisation_id org_id not null,
  channel_id chn_id not null,
  at timestamp with time zone not null,
  outcome text not null,
  messages integer not null default 0,
  duplicates integer not null default 0,
  bytes bigint not null default 0,
  ms integer not null default 0,
  address text,
  fault text,
  detail text,
  constraint channel_try_pkey PRIMARY KEY (organisation_id, channel_id, at),
  constraint channel_try_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint channel_try_outcome_check CHECK ((outcome = ANY (ARRAY['new'::text, 'nothing'::text, 'failed'::text])))
);
alter table channel_try enable row level security, force row level security;
create policy house on channel_try for all to bezem_owner using (true) with check (true);
create policy wall on channel_try for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on channel_try to bezem_app;

create table complaint (
  organisation_id org_id not null,
  id cmp_id not null,
  number text not null,
  decision_id dec_id not null,
  by_kind text not null,
  via text not null,
  party_id party_id,
  letter_id let_id,
  state text not null,
  version integer not null default 1,
  received_at timestamp with time zone not null,
  reviewer text,
  decided_at timestamp with time zone,
  key_id dky_id,
  sealed bytea,
  answer_letter let_id,
  once text,
  constraint complaint_organisation_id_number_key UNIQUE (organisation_id, number),
  constraint complaint_organisation_id_once_key UNIQUE (organisation_id, once),
  constraint complaint_pkey PRIMARY KEY (organisation_id, id),
  constraint complaint_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint complaint_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint complaint_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint complaint_by_kind_check CHECK ((by_kind = ANY (ARRAY['recipient'::text, 'notifier'::text, 'other'::text]))),
  constraint complaint_state_check CHECK ((state = ANY (ARRAY['received'::text, 'inadmissible'::text, 'in_review'::text, 'upheld'::text, 'overturned'::text, 'partly'::text]))),
  constraint complaint_via_check CHECK ((via = ANY (ARRAY['page'::text, 'desk'::text, 'api'::text])))
);
CREATE INDEX complaint_decision ON public.complaint USING btree (organisation_id, decision_id);
CREATE INDEX complaint_state ON public.complaint USING btree (organisation_id, state, received_at);
alter table complaint enable row level security, force row level security;
create policy house on complaint for all to bezem_owner using (true) with check (true);
create policy wall on complaint for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on complaint to bezem_app;

create table complaint_link (
  organisation_id org_id not null,
  token_hash bytea not null,
  decision_id dec_id not null,
  by_kind text not null,
  party_id party_id,
  expires_at timestamp with time zone not null,
  constraint complaint_link_pkey PRIMARY KEY (organisation_id, token_hash),
  constraint complaint_link_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint complaint_link_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint complaint_link_by_kind_check CHECK ((by_kind = ANY (ARRAY['recipient'::text, 'notifier'::text])))
);
CREATE INDEX complaint_link_decision ON public.complaint_link USING btree (organisation_id, decision_id);
alter table complaint_link enable row level security, force row level security;
create policy house on complaint_link for all to bezem_owner using (true) with check (true);
create policy wall on complaint_link for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on complaint_link to bezem_app;

create table contact (
  organisation_id org_id not null,
  id cnt_id not null,
  party_id party_id not null,
  purpose text not null,
  channel text not null,
  address text not null,
  language text,
  verified_at timestamp with time zone,
  bounced_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  import_id imp_id,
  closed_by imp_id,
  inventory_id inv_id,
  quiet_from text,
  quiet_until text,
  zone text,
  constraint contact_pkey PRIMARY KEY (organisation_id, id),
  constraint contact_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint contact_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint contact_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'phone'::text, 'url'::text]))),
  constraint contact_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint contact_purpose_check CHECK ((purpose = ANY (ARRAY['abuse'::text, 'legal'::text, 'technical'::text, 'billing'::text, 'duty'::text]))),
  constraint contact_quiet CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint contact_quiet_from_check CHECK ((quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint contact_quiet_until_check CHECK ((quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text))
);
CREATE INDEX contact_party ON public.contact USING btree (organisation_id, party_id);
alter table contact enable row level security, force row level security;
create policy house on contact for all to bezem_owner using (true) with check (true);
create policy wall on contact for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on contact to bezem_app;

create table contact_points (
  organisation_id org_id not null,
  version integer not null,
  content jsonb not null,
  at timestamp with time zone not null,
  by text not null,
  constraint contact_points_pkey PRIMARY KEY (organisation_id, version),
  constraint contact_points_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table contact_points enable row level security, force row level security;
create policy house on contact_points for all to bezem_owner using (true) with check (true);
create policy wall on contact_points for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on contact_points to bezem_app;

create table contract (
  organisation_id org_id not null,
  id ctr_id not null,
  version integer not null default 1,
  reference text not null,
  seller_id party_id,
  buyer_id party_id not null,
  service_kind text not null,
  dsa_class text not null,
  resells boolean not null default false,
  kyc text not null default 'direct'::text,
  disclosure text not null default 'on_request'::text,
  valid tstzrange not null,
  recorded tstzrange not null,
  import_id imp_id,
  closed_by imp_id,
  inventory_id inv_id,
  constraint contract_id_once EXCLUDE USING gist (hashtextextended((id)::text, (0)::bigint) WITH =, organisation_id WITH =, id WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  constraint contract_once EXCLUDE USING gist (hashtextextended(reference, (0)::bigint) WITH =, organisation_id WITH =, reference WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  constraint contract_pkey PRIMARY KEY (organisation_id, id, version),
  constraint contract_organisation_id_buyer_id_fkey FOREIGN KEY (organisation_id, buyer_id) REFERENCES party(organisation_id, id),
  constraint contract_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint contract_organisation_id_seller_id_fkey FOREIGN KEY (organisation_id, seller_id) REFERENCES party(organisation_id, id),
  constraint contract_check CHECK (((seller_id)::text IS DISTINCT FROM (buyer_id)::text)),
  constraint contract_disclosure_check CHECK ((disclosure = ANY (ARRAY['full'::text, 'on_request'::text, 'refused'::text]))),
  constraint contract_dsa_class_check CHECK ((dsa_class = ANY (ARRAY['mere_conduit'::text, 'caching'::text, 'hosting'::text, 'online_platform'::text, 'unknown'::text]))),
  constraint contract_kyc_check CHECK ((kyc = ANY (ARRAY['direct'::text, 'delegated'::text, 'none'::text]))),
  constraint contract_service_kind_check CHECK ((service_kind = ANY (ARRAY['dedicated'::text, 'vps'::text, 'colocation'::text, 'shared_hosting'::text, 'cloud'::text, 'storage'::text, 'domain'::text, 'dns'::text, 'mail'::text, 'transit'::text, 'ip_lease'::text, 'cdn'::text, 'resale'::text, 'other'::text]))),
  constraint contract_valid_check CHECK ((NOT isempty(valid)))
);
CREATE INDEX contract_buyer ON public.contract USING btree (organisation_id, buyer_id);
CREATE INDEX contract_seller ON public.contract USING btree (organisation_id, seller_id);
alter table contract enable row level security, force row level security;
create policy house on contract for all to bezem_owner using (true) with check (true);
create policy wall on contract for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on contract to bezem_app;

create table data_key (
  organisation_id org_id not null,
  id dky_id not null,
  class text not null,
  subject text,
  wrapped bytea,
  created_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  destroyed_rule text,
  constraint data_key_pkey PRIMARY KEY (organisation_id, id),
  constraint data_key_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint data_key_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
  constraint data_key_class_check CHECK ((class = ANY (ARRAY['message'::text, 'journal'::text, 'letter'::text, 'document'::text, 'secret'::text, 'answer'::text])))
);
CREATE INDEX data_key_subject ON public.data_key USING btree (organisation_id, subject);
CREATE UNIQUE INDEX data_key_live ON public.data_key USING btree (organisation_id, class, COALESCE(subject, ''::text)) WHERE (destroyed_at IS NULL);
alter table data_key enable row level security, force row level security;
create policy house on data_key for all to bezem_owner using (true) with check (true);
create policy wall on data_key for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on data_key to bezem_app;

create table deadline (
  organisation_id org_id not null,
  id ddl_id not null,
  clock text not null,
  clock_from text not null,
  subject text not null,
  label text,
  starts_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  given jsonb,
  pauses jsonb not null default '[]'::jsonb,
  warned real[] not null default '{}'::real[],
  next_at timestamp with time zone,
  state text not null default 'running'::text,
  ended_at timestamp with time zone,
  breached_at timestamp with time zone,
  noticed_at timestamp with time zone,
  why text,
  constraint deadline_pkey PRIMARY KEY (organisation_id, id),
  constraint deadline_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint deadline_check CHECK (((state = 'running'::text) = (next_at IS NOT NULL))),
  constraint deadline_check1 CHECK (((state <> 'breached'::text) OR (breached_at IS NOT NULL))),
  constraint deadline_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'met'::text, 'breached'::text, 'void'::text])))
);
CREATE INDEX deadline_breached ON public.deadline USING btree (organisation_id, subject) WHERE ((state = 'breached'::text) AND (ended_at IS NULL));
CREATE INDEX deadline_next ON public.deadline USING btree (organisation_id, next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX deadline_open ON public.deadline USING btree (organisation_id, due_at) WHERE (ended_at IS NULL);
CREATE INDEX deadline_subject ON public.deadline USING btree (organisation_id, subject);
CREATE UNIQUE INDEX deadline_once ON public.deadline USING btree (organisation_id, subject, clock) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));
alter table deadline enable row level security, force row level security;
create policy house on deadline for all to bezem_owner using (true) with check (true);
create policy wall on deadline for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on deadline to bezem_app;

create table decision (
  organisation_id org_id not null,
  id dec_id not null,
  number text,
  matter text not null,
  matter_number text not null,
  items text[] not null default '{}'::text[],
  state text not null,
  version integer not null default 1,
  outcome text not null,
  party_id party_id,
  contract_id ctr_id,
  ground text,
  provision text,
  provision_version text,
  restrictions text[] not null default '{}'::text[],
  category text,
  keyword text,
  keyword_other text,
  content_types text[] not null default '{}'::text[],
  territorial_scope text[] not null default '{}'::text[],
  content_date date,
  applies_at timestamp with time zone,
  ends_at timestamp with time zone,
  automated_detection boolean not null default false,
  automated_decision text not null default 'NOT_AUTOMATED'::text,
  origin text,
  own_rule boolean not null default false,
  confidence text,
  severity text not null default 'ordinary'::text,
  second_person text[] not null default '{}'::text[],
  created_at timestamp with time zone not null,
  created_by text not null,
  proposed_at timestamp with time zone,
  proposed_by text,
  approved_at timestamp with time zone,
  approved_by text,
  effect_at timestamp with time zone,
  settled_at timestamp with time zone,
  ended_at timestamp with time zone,
  superseded_by dec_id,
  key_id dky_id,
  sealed bytea,
  constraint decision_organisation_id_number_key UNIQUE (organisation_id, number),
  constraint decision_pkey PRIMARY KEY (organisation_id, id),
  constraint decision_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint decision_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint decision_automated_decision_check CHECK ((automated_decision = ANY (ARRAY['FULLY'::text, 'PARTIALLY'::text, 'NOT_AUTOMATED'::text]))),
  constraint decision_confidence_check CHECK ((confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  constraint decision_ground_check CHECK ((ground = ANY (ARRAY['ILLEGAL_CONTENT'::text, 'INCOMPATIBLE_CONTENT'::text]))),
  constraint decision_outcome_check CHECK ((outcome = ANY (ARRAY['acted'::text, 'not_acted'::text]))),
  constraint decision_second_person CHECK (((approved_by IS NULL) OR (second_person = '{}'::text[]) OR (approved_by <> proposed_by))),
  constraint decision_severity_check CHECK ((severity = ANY (ARRAY['ordinary'::text, 'serious'::text, 'grave'::text]))),
  constraint decision_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'proposed'::text, 'approved'::text, 'in_force'::text, 'expired'::text, 'reversed'::text, 'superseded'::text, 'withdrawn'::text])))
);
CREATE INDEX decision_matter ON public.decision USING btree (organisation_id, matter);
CREATE INDEX decision_party ON public.decision USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX decision_state ON public.decision USING btree (organisation_id, state, created_at DESC);
alter table decision enable row level security, force row level security;
create policy house on decision for all to bezem_owner using (true) with check (true);
create policy wall on decision for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on decision to bezem_app;
CREATE CONSTRAINT TRIGGER decision_reasons AFTER INSERT OR UPDATE ON public.decision DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reasons_stand();

create table decision_act (
  organisation_id org_id not null,
  id act_id not null,
  decision_id dec_id not null,
  at timestamp with time zone not null,
  act text not null,
  by_kind text not null,
  by text,
  detail jsonb not null default '{}'::jsonb,
  constraint decision_act_pkey PRIMARY KEY (organisation_id, id),
  constraint decision_act_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint decision_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint decision_act_by_kind_check CHECK ((by_kind = ANY (ARRAY['member'::text, 'customer'::text, 'engine'::text, 'notifier'::text])))
);
CREATE INDEX decision_act_decision ON public.decision_act USING btree (organisation_id, decision_id, at);
alter table decision_act enable row level security, force row level security;
create policy house on decision_act for all to bezem_owner using (true) with check (true);
create policy wall on decision_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on decision_act to bezem_app;

create table directive (
  organisation_id org_id not null,
  version integer not null,
  no integer not null,
  id text not null,
  rule jsonb not null,
  constraint directive_organisation_id_version_id_key UNIQUE (organisation_id, version, id),
  constraint directive_pkey PRIMARY KEY (organisation_id, version, no),
  constraint directive_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint directive_organisation_id_version_fkey FOREIGN KEY (organisation_id, version) REFERENCES directive_set(organisation_id, version)
);
alter table directive enable row level security, force row level security;
create policy house on directive for all to bezem_owner using (true) with check (true);
create policy wall on directive for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on directive to bezem_app;

create table directive_set (
  organisation_id org_id not null,
  version integer not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  note text,
  constraint directive_set_pkey PRIMARY KEY (organisation_id, version),
  constraint directive_set_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table directive_set enable row level security, force row level security;
create policy house on directive_set for all to bezem_owner using (true) with check (true);
create policy wall on directive_set for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on directive_set to bezem_app;

create table disclosure (
  organisation_id org_id not null,
  id dsc_id not null,
  number text,
  kind text not null,
  state text not null,
  language text not null,
  notice_id ntc_id,
  party_id party_id,
  key_id dky_id not null,
  sealed bytea,
  outcome text,
  refusal text,
  fields text[] not null default '{}'::text[],
  received_at timestamp with time zone not null,
  heard_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by text,
  confirmed_by text,
  answered_at timestamp with time zone,
  version integer not null default 1,
  constraint disclosure_pkey PRIMARY KEY (organisation_id, id),
  constraint disclosure_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint disclosure_confirmed CHECK (((state <> 'answered'::text) OR ((decided_by IS NOT NULL) AND ((outcome = 'refused'::text) OR (kind = 'subject'::text) OR (confirmed_by IS NOT NULL))))),
  constraint disclosure_kind_check CHECK ((kind = ANY (ARRAY['private'::text, 'registration'::text, 'subject'::text]))),
  constraint disclosure_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint disclosure_outcome_check CHECK ((outcome = ANY (ARRAY['granted'::text, 'partial'::text, 'refused'::text]))),
  constraint disclosure_state_check CHECK ((state = ANY (ARRAY['received'::text, 'hearing'::text, 'heard'::text, 'assessed'::text, 'proposed'::text, 'answered'::text, 'withdrawn'::text]))),
  constraint disclosure_two_people CHECK (((confirmed_by IS NULL) OR (confirmed_by <> decided_by)))
);
CREATE INDEX disclosure_party ON public.disclosure USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX disclosure_queue ON public.disclosure USING btree (organisation_id, state, received_at);
CREATE UNIQUE INDEX disclosure_number ON public.disclosure USING btree (organisation_id, number);
alter table disclosure enable row level security, force row level security;
create policy house on disclosure for all to bezem_owner using (true) with check (true);
create policy wall on disclosure for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on disclosure to bezem_app;

create table disclosure_act (
  organisation_id org_id not null,
  id act_id not null,
  disclosure_id dsc_id not null,
  at timestamp with time zone not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text,
  detail jsonb not null default '{}'::jsonb,
  key_id dky_id,
  sealed bytea,
  constraint disclosure_act_pkey PRIMARY KEY (organisation_id, id),
  constraint disclosure_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX disclosure_act_disclosure ON public.disclosure_act USING btree (organisation_id, disclosure_id, at);
alter table disclosure_act enable row level security, force row level security;
create policy house on disclosure_act for all to bezem_owner using (true) with check (true);
create policy wall on disclosure_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on disclosure_act to bezem_app;

create table duty_settings (
  organisation_id org_id not null,
  minutes integer not null default 5,
  constraint duty_settings_pkey PRIMARY KEY (organisation_id),
  constraint duty_settings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint duty_settings_minutes_check CHECK (((minutes >= 1) AND (minutes <= 60)))
);
alter table duty_settings enable row level security, force row level security;
create policy house on duty_settings for all to bezem_owner using (true) with check (true);
create policy wall on duty_settings for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on duty_settings to bezem_app;

create table duty_shift (
  organisation_id org_id not null,
  id shf_id not null,
  member_id mbr_id not null,
  rank smallint not null default 1,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint duty_shift_pkey PRIMARY KEY (organisation_id, id),
  constraint duty_shift_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint duty_shift_organisation_id_member_id_fkey FOREIGN KEY (organisation_id, member_id) REFERENCES member(organisation_id, id),
  constraint duty_shift_check CHECK ((starts_at < ends_at)),
  constraint duty_shift_rank_check CHECK (((rank >= 1) AND (rank <= 9)))
);
CREATE INDEX duty_shift_now ON public.duty_shift USING btree (organisation_id, starts_at, ends_at) WHERE (ended_at IS NULL);
alter table duty_shift enable row level security, force row level security;
create policy house on duty_shift for all to bezem_owner using (true) with check (true);
create policy wall on duty_shift for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on duty_shift to bezem_app;

create table edition (
  organisation_id org_id not null,
  id edn_id not null,
  label text not null,
  dated_on date not null,
  issuer text not null,
  way text not null,
  sha256 bytea not null,
  state text not null,
  entries integer not null,
  received_at timestamp with time zone not null,
  received_by text not null,
  processed_at timestamp with time zone,
  processed_by text,
  superseded_at timestamp with time zone,
  expires_at timestamp with time zone,
  published_at timestamp with time zone,
  receipt_at timestamp with time zone,
  matches integer not null default 0,
  actions integer not null default 0,
  key_id dky_id not null,
  sealed bytea,
  amends edn_id,
  constraint edition_pkey PRIMARY KEY (organisation_id, id),
  constraint edition_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint edition_forgotten CHECK (((state = 'expired'::text) = (sealed IS NULL))),
  constraint edition_state_check CHECK ((state = ANY (ARRAY['open'::text, 'processed'::text, 'superseded'::text, 'expired'::text]))),
  constraint edition_way_check CHECK ((way = ANY (ARRAY['signed'::text, 'csv'::text, 'pdf'::text, 'hand'::text])))
);
CREATE INDEX edition_state ON public.edition USING btree (organisation_id, state, received_at DESC);
CREATE UNIQUE INDEX edition_bytes ON public.edition USING btree (organisation_id, sha256) WHERE (state <> 'expired'::text);
alter table edition enable row level security, force row level security;
create policy house on edition for all to bezem_owner using (true) with check (true);
create policy wall on edition for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on edition to bezem_app;

create table edition_issuer (
  organisation_id org_id not null,
  name text not null,
  verifier_key text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint edition_issuer_pkey PRIMARY KEY (organisation_id, name),
  constraint edition_issuer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table edition_issuer enable row level security, force row level security;
create policy house on edition_issuer for all to bezem_owner using (true) with check (true);
create policy wall on edition_issuer for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on edition_issuer to bezem_app;

create table edition_key (
  organisation_id org_id not null,
  public_key bytea not null,
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint edition_key_pkey PRIMARY KEY (organisation_id),
  constraint edition_key_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint edition_key_public_key_check CHECK ((length(public_key) = 32))
);
alter table edition_key enable row level security, force row level security;
create policy house on edition_key for all to bezem_owner using (true) with check (true);
create policy wall on edition_key for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on edition_key to bezem_app;

create table edition_match (
  organisation_id org_id not null,
  id emt_id not null,
  edition_id edn_id not null,
  entry text not null,
  subject text not null,
  party_id party_id,
  points real not null,
  key_id dky_id not null,
  sealed bytea,
  fingerprint bytea,
  state text not null,
  decision text,
  opened_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  version integer not null default 1,
  constraint edition_match_pkey PRIMARY KEY (organisation_id, id),
  constraint edition_match_organisation_id_edition_id_fkey FOREIGN KEY (organisation_id, edition_id) REFERENCES edition(organisation_id, id),
  constraint edition_match_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint edition_match_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint edition_match_decided CHECK ((((state = 'open'::text) AND (decision IS NULL)) OR (state = 'lapsed'::text) OR ((decision IS NOT NULL) AND (decided_by IS NOT NULL)))),
  constraint edition_match_decision_check CHECK ((decision = ANY (ARRAY['none'::text, 'monitor'::text, 'restrict'::text, 'end'::text, 'keep'::text]))),
  constraint edition_match_state_check CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'lapsed'::text]))),
  constraint edition_match_subject_check CHECK ((subject = ANY (ARRAY['party'::text, 'further'::text, 'application'::text])))
);
CREATE INDEX edition_match_party ON public.edition_match USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX edition_match_queue ON public.edition_match USING btree (organisation_id, state, points DESC, id);
CREATE UNIQUE INDEX edition_match_pair ON public.edition_match USING btree (organisation_id, edition_id, entry, fingerprint) WHERE (fingerprint IS NOT NULL);
alter table edition_match enable row level security, force row level security;
create policy house on edition_match for all to bezem_owner using (true) with check (true);
create policy wall on edition_match for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on edition_match to bezem_app;

create table edition_settings (
  organisation_id org_id not null,
  receipts boolean not null,
  counts boolean not null,
  publish boolean not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint edition_settings_pkey PRIMARY KEY (organisation_id),
  constraint edition_settings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table edition_settings enable row level security, force row level security;
create policy house on edition_settings for all to bezem_owner using (true) with check (true);
create policy wall on edition_settings for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on edition_settings to bezem_app;

create table elsewhere (
  organisation_id org_id not null,
  kind text not null,
  what text not null,
  name text not null,
  report_at text,
  origin text not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint elsewhere_pkey PRIMARY KEY (organisation_id, kind, what),
  constraint elsewhere_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint elsewhere_kind_check CHECK ((kind = ANY (ARRAY['prefix'::text, 'domain'::text])))
);
alter table elsewhere enable row level security, force row level security;
create policy house on elsewhere for all to bezem_owner using (true) with check (true);
create policy wall on elsewhere for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on elsewhere to bezem_app;

create table episode (
  organisation_id org_id not null,
  id eps_id not null,
  case_id case_id not null,
  from_case_id case_id,
  asset text not null,
  kind text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  finding_count bigint not null default 0,
  closed_at timestamp with time zone,
  close_rule text,
  recurrence_of eps_id,
  constraint episode_pkey PRIMARY KEY (organisation_id, id),
  constraint episode_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
) with (fillfactor=70);
CREATE INDEX episode_case ON public.episode USING btree (organisation_id, case_id);
CREATE INDEX episode_from ON public.episode USING btree (organisation_id, from_case_id) WHERE ((from_case_id IS NOT NULL) AND (closed_at IS NULL));
CREATE UNIQUE INDEX episode_open ON public.episode USING btree (organisation_id, case_id, asset, kind) WHERE (closed_at IS NULL);
alter table episode enable row level security, force row level security;
create policy house on episode for all to bezem_owner using (true) with check (true);
create policy wall on episode for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on episode to bezem_app;

create table erasure (
  organisation_id org_id not null,
  id ers_id not null,
  subject_kind text not null,
  subject text not null,
  rule text not null,
  at timestamp with time zone not null,
  by text not null,
  counts jsonb not null default '{}'::jsonb,
  constraint erasure_pkey PRIMARY KEY (organisation_id, id),
  constraint erasure_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint erasure_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['party'::text, 'message'::text, 'class'::text])))
);
alter table erasure enable row level security, force row level security;
create policy house on erasure for all to bezem_owner using (true) with check (true);
create policy wall on erasure for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on erasure to bezem_app;

create table finding (
  organisation_id org_id not null,
  day date not null,
  id fnd_id not null,
  message_id msg_id not null,
  format text not null,
  feed text,
  kind text not null,
  seen_at timestamp with time zone,
  time_precision text,
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  received_at timestamp with time zone not null,
  ip inet,
  port integer,
  prefix cidr,
  host text,
  url text,
  asn bigint,
  account text,
  role text not null,
  severity text,
  confidence real,
  rsit text,
  xarf text,
  as_sent text,
  reference text,
  reporter text,
  count bigint,
  malware text,
  cve text[],
  target jsonb,
  extra jsonb,
  problems jsonb,
  evidence text[],
  attribution_id att_id,
  episode_id eps_id,
  case_id case_id,
  constraint finding_pkey PRIMARY KEY (organisation_id, day, id)
) partition by RANGE (day);
CREATE INDEX finding_case ON ONLY public.finding USING btree (organisation_id, case_id);
CREATE INDEX finding_ip ON ONLY public.finding USING btree (organisation_id, ip, seen_at DESC);
CREATE INDEX finding_seen ON ONLY public.finding USING btree (organisation_id, received_at DESC);
alter table finding enable row level security, force row level security;
create policy house on finding for all to bezem_owner using (true) with check (true);
create policy wall on finding for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on finding to bezem_app;

create table finding_count (
  organisation_id org_id not null,
  day date not null,
  kind text not null,
  severity text not null,
  n bigint not null,
  constraint finding_count_pkey PRIMARY KEY (organisation_id, day, kind, severity),
  constraint finding_count_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table finding_count enable row level security, force row level security;
create policy house on finding_count for all to bezem_owner using (true) with check (true);
create policy wall on finding_count for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on finding_count to bezem_app;

create table finding_other_days partition of finding default;

create table format_facts (
  organisation_id org_id not null,
  format text not null,
  facts jsonb not null,
  loaded_at timestamp with time zone not null,
  loaded_by text not null,
  constraint format_facts_pkey PRIMARY KEY (organisation_id, format),
  constraint format_facts_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table format_facts enable row level security, force row level security;
create policy house on format_facts for all to bezem_owner using (true) with check (true);
create policy wall on format_facts for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on format_facts to bezem_app;

create table hand_over (
  organisation_id org_id not null,
  case_id case_id not null,
  at timestamp with time zone not null,
  by text not null,
  address text not null,
  system text not null,
  token text,
  thread text[] not null default '{}'::text[],
  ended_at timestamp with time zone,
  constraint hand_over_pkey PRIMARY KEY (organisation_id, case_id, at),
  constraint hand_over_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint hand_over_system_check CHECK ((system = ANY (ARRAY['zammad'::text, 'otrs'::text, 'rt'::text, 'other'::text])))
);
CREATE INDEX hand_over_token ON public.hand_over USING btree (organisation_id, token) WHERE (token IS NOT NULL);
CREATE UNIQUE INDEX hand_over_open ON public.hand_over USING btree (organisation_id, case_id) WHERE (ended_at IS NULL);
alter table hand_over enable row level security, force row level security;
create policy house on hand_over for all to bezem_owner using (true) with check (true);
create policy wall on hand_over for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on hand_over to bezem_app;

create table holding (
  organisation_id org_id not null,
  id hld_id not null,
  kind text not null,
  prefix cidr,
  ports int4range not null default '[0,65536)'::int4range,
  name text,
  contract_id ctr_id,
  exclusive boolean not null default true,
  origin text not null,
  precedence smallint not null default 0,
  label text,
  valid tstzrange not null,
  recorded tstzrange not null,
  import_id imp_id,
  closed_by imp_id,
  inventory_id inv_id,
  quality text not null default 'stated'::text,
  begun_by timestamp with time zone,
  ended_by timestamp with time zone,
  constraint holding_name_once EXCLUDE USING gist (hashtextextended((name COLLATE "C"), hashtextextended(((origin || COALESCE((inventory_id)::text, ''::text)) COLLATE "C"), (0)::bigint)) WITH =, organisation_id WITH =, kind WITH =, name WITH =, valid WITH &&) WHERE ((exclusive AND upper_inf(recorded) AND (name IS NOT NULL))),
  constraint holding_prefix_once EXCLUDE USING gist (hashinetextended((prefix)::inet, hashtextextended(((origin || COALESCE((inventory_id)::text, ''::text)) COLLATE "C"), (0)::bigint)) WITH =, organisation_id WITH =, prefix inet_ops WITH =, ports WITH &&, valid WITH &&) WHERE ((exclusive AND upper_inf(recorded) AND (prefix IS NOT NULL))),
  constraint holding_pkey PRIMARY KEY (organisation_id, id),
  constraint holding_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint holding_bounds CHECK ((((begun_by IS NULL) OR (begun_by > lower(valid))) AND ((ended_by IS NULL) OR (ended_by > upper(valid))))),
  constraint holding_check CHECK (((kind = 'prefix'::text) = (prefix IS NOT NULL))),
  constraint holding_check1 CHECK (((kind = 'prefix'::text) = (name IS NULL))),
  constraint holding_inventory_check CHECK (((inventory_id IS NULL) OR (origin = ANY (ARRAY['inventory'::text, 'registry'::text])))),
  constraint holding_kind_check CHECK ((kind = ANY (ARRAY['prefix'::text, 'domain'::text, 'host'::text, 'url_prefix'::text, 'asn'::text, 'account'::text]))),
  constraint holding_origin_check CHECK ((origin = ANY (ARRAY['manual'::text, 'provisioning'::text, 'inventory'::text, 'import'::text, 'registry'::text]))),
  constraint holding_quality_check CHECK ((quality = ANY (ARRAY['stated'::text, 'since_known'::text, 'interval'::text, 'log'::text]))),
  constraint holding_valid_check CHECK ((NOT isempty(valid)))
);
CREATE INDEX holding_closed_by ON public.holding USING btree (organisation_id, closed_by) WHERE (closed_by IS NOT NULL);
CREATE INDEX holding_contract ON public.holding USING btree (organisation_id, contract_id);
CREATE INDEX holding_import ON public.holding USING btree (organisation_id, import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX holding_inventory ON public.holding USING btree (organisation_id, inventory_id) WHERE ((inventory_id IS NOT NULL) AND upper_inf(recorded));
CREATE INDEX holding_name ON public.holding USING btree (organisation_id, name) WHERE (name IS NOT NULL);
CREATE INDEX holding_prefix ON public.holding USING btree (organisation_id, prefix) WHERE (prefix IS NOT NULL);
alter table holding enable row level security, force row level security;
create policy house on holding for all to bezem_owner using (true) with check (true);
create policy wall on holding for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on holding to bezem_app;

create table idempotency (
  organisation_id org_id not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  response jsonb not null,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (organisation_id, key),
  constraint idempotency_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table idempotency enable row level security, force row level security;
create policy house on idempotency for all to bezem_owner using (true) with check (true);
create policy wall on idempotency for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on idempotency to bezem_app;

create table incident (
  organisation_id org_id not null,
  id inc_id not null,
  number text,
  kind text not null,
  state text not null,
  case_id case_id,
  aware_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  handled_at timestamp with time zone,
  closed_at timestamp with time zone,
  facts jsonb not null,
  key_id dky_id,
  sealed bytea,
  version integer not null default 1,
  constraint incident_pkey PRIMARY KEY (organisation_id, id),
  constraint incident_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['cbw'::text, 'breach'::text])))
);
CREATE INDEX incident_open ON public.incident USING btree (organisation_id, aware_at) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX incident_number ON public.incident USING btree (organisation_id, number) WHERE (number IS NOT NULL);
alter table incident enable row level security, force row level security;
create policy house on incident for all to bezem_owner using (true) with check (true);
create policy wall on incident for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on incident to bezem_app;

create table incident_act (
  organisation_id org_id not null,
  id act_id not null,
  incident_id inc_id not null,
  at timestamp with time zone not null,
  act text not null,
  by text not null,
  to_state text,
  detail jsonb not null default '{}'::jsonb,
  constraint incident_act_pkey PRIMARY KEY (organisation_id, id),
  constraint incident_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint incident_act_organisation_id_incident_id_fkey FOREIGN KEY (organisation_id, incident_id) REFERENCES incident(organisation_id, id)
);
CREATE INDEX incident_act_incident ON public.incident_act USING btree (organisation_id, incident_id, at);
alter table incident_act enable row level security, force row level security;
create policy house on incident_act for all to bezem_owner using (true) with check (true);
create policy wall on incident_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on incident_act to bezem_app;

create table incident_filing (
  organisation_id org_id not null,
  incident_id inc_id not null,
  no integer not null,
  what text not null,
  addressee text not null,
  way text not null,
  reference text,
  letter_id let_id,
  filed_at timestamp with time zone not null,
  by text not null,
  constraint incident_filing_pkey PRIMARY KEY (organisation_id, incident_id, no),
  constraint incident_filing_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint incident_filing_organisation_id_incident_id_fkey FOREIGN KEY (organisation_id, incident_id) REFERENCES incident(organisation_id, id),
  constraint incident_filing_addressee_check CHECK ((addressee = ANY (ARRAY['csirt'::text, 'authority'::text, 'data_authority'::text, 'recipients'::text, 'subjects'::text]))),
  constraint incident_filing_way_check CHECK ((way = ANY (ARRAY['mail'::text, 'portal'::text, 'none'::text])))
);
alter table incident_filing enable row level security, force row level security;
create policy house on incident_filing for all to bezem_owner using (true) with check (true);
create policy wall on incident_filing for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on incident_filing to bezem_app;

create table intake_run (
  organisation_id org_id not null,
  id run_id not null,
  origin text not null,
  feed text,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  counts jsonb not null default '{}'::jsonb,
  by text not null,
  constraint intake_run_pkey PRIMARY KEY (organisation_id, id),
  constraint intake_run_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table intake_run enable row level security, force row level security;
create policy house on intake_run for all to bezem_owner using (true) with check (true);
create policy wall on intake_run for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on intake_run to bezem_app;

create table inventory (
  organisation_id org_id not null,
  id inv_id not null,
  name text not null,
  kind text not null,
  address text,
  private_hosts text[] not null default '{}'::text[],
  trust text,
  secret_sealed bytea,
  secret_key dky_id,
  options jsonb not null default '{}'::jsonb,
  precedence smallint not null default 15,
  every_minutes integer,
  hold_share real not null default 0.2,
  state text not null default 'active'::text,
  paused_why text,
  created_at timestamp with time zone not null,
  created_by text not null,
  first_at timestamp with time zone,
  seen_from timestamp with time zone,
  seen_until timestamp with time zone,
  as_of timestamp with time zone,
  failures integer not null default 0,
  resting_until timestamp with time zone,
  next_at timestamp with time zone,
  constraint inventory_pkey PRIMARY KEY (organisation_id, id),
  constraint inventory_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint inventory_check CHECK (((secret_sealed IS NULL) = (secret_key IS NULL))),
  constraint inventory_every_minutes_check CHECK (((every_minutes >= 1) AND (every_minutes <= 44640))),
  constraint inventory_hold_share_check CHECK (((hold_share > (0)::double precision) AND (hold_share <= (1)::double precision))),
  constraint inventory_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint inventory_precedence_check CHECK (((precedence >= 1) AND (precedence <= 19))),
  constraint inventory_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'removed'::text])))
);
CREATE UNIQUE INDEX inventory_name ON public.inventory USING btree (organisation_id, name) WHERE (state <> 'removed'::text);
alter table inventory enable row level security, force row level security;
create policy house on inventory for all to bezem_owner using (true) with check (true);
create policy wall on inventory for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on inventory to bezem_app;

create table inventory_poll (
  organisation_id org_id not null,
  id poll_id not null,
  inventory_id inv_id not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  as_of timestamp with time zone,
  outcome text not null,
  fault text,
  fault_detail text,
  counts jsonb not null default '{}'::jsonb,
  problems jsonb not null default '[]'::jsonb,
  import_id imp_id,
  held_sealed bytea,
  held_key dky_id,
  settled_by text,
  settled_at timestamp with time zone,
  constraint inventory_poll_pkey PRIMARY KEY (organisation_id, id),
  constraint inventory_poll_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint inventory_poll_organisation_id_inventory_id_fkey FOREIGN KEY (organisation_id, inventory_id) REFERENCES inventory(organisation_id, id),
  constraint inventory_poll_outcome_check CHECK ((outcome = ANY (ARRAY['written'::text, 'unchanged'::text, 'held'::text, 'superseded'::text, 'dismissed'::text, 'failed'::text, 'older'::text, 'backfilled'::text, 'undone'::text])))
);
CREATE INDEX inventory_poll_import ON public.inventory_poll USING btree (organisation_id, import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX inventory_poll_last ON public.inventory_poll USING btree (organisation_id, inventory_id, id);
alter table inventory_poll enable row level security, force row level security;
create policy house on inventory_poll for all to bezem_owner using (true) with check (true);
create policy wall on inventory_poll for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on inventory_poll to bezem_app;

create table job (
  id bigint not null generated always as identity,
  organisation_id org_id not null,
  lane text not null,
  kind text not null,
  payload jsonb not null,
  unique_key text,
  run_at timestamp with time zone not null,
  tries integer not null default 0,
  locked_until timestamp with time zone,
  done_at timestamp with time zone,
  failed_at timestamp with time zone,
  error text,
  constraint job_pkey PRIMARY KEY (id),
  constraint job_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint job_lane_check CHECK ((lane = ANY (ARRAY['urgent'::text, 'normal'::text, 'bulk'::text, 'outside'::text])))
);
CREATE INDEX job_next ON public.job USING btree (lane, run_at) WHERE ((done_at IS NULL) AND (failed_at IS NULL));
CREATE UNIQUE INDEX job_once ON public.job USING btree (organisation_id, kind, unique_key) WHERE ((done_at IS NULL) AND (failed_at IS NULL) AND (unique_key IS NOT NULL));
alter table job enable row level security, force row level security;
create policy house on job for all to bezem_owner using (true) with check (true);
create policy wall on job for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on job to bezem_app;

create table journal_cosignature (
  organisation_id org_id not null,
  witness text not null,
  size bigint not null,
  root bytea not null,
  signed_at timestamp with time zone not null,
  line text not null,
  taken_at timestamp with time zone not null,
  constraint journal_cosignature_pkey PRIMARY KEY (organisation_id, witness, size),
  constraint journal_cosignature_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint journal_cosignature_organisation_id_witness_fkey FOREIGN KEY (organisation_id, witness) REFERENCES journal_witness(organisation_id, name),
  constraint journal_cosignature_size_check CHECK ((size >= 0))
);
CREATE INDEX journal_cosignature_size ON public.journal_cosignature USING btree (organisation_id, size DESC);
alter table journal_cosignature enable row level security, force row level security;
create policy house on journal_cosignature for all to bezem_owner using (true) with check (true);
create policy wall on journal_cosignature for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_cosignature to bezem_app;

create table journal_detail (
  organisation_id org_id not null,
  seq bigint not null,
  no smallint not null,
  commitment bytea not null,
  key_id dky_id not null,
  subject text,
  sealed bytea,
  erased_rule text,
  erased_at timestamp with time zone,
  constraint journal_detail_pkey PRIMARY KEY (organisation_id, seq, no),
  constraint journal_detail_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint journal_detail_organisation_id_seq_fkey FOREIGN KEY (organisation_id, seq) REFERENCES journal_leaf(organisation_id, seq),
  constraint journal_detail_check CHECK (((sealed IS NULL) = (erased_at IS NOT NULL)))
);
CREATE INDEX journal_detail_key ON public.journal_detail USING btree (organisation_id, key_id);
CREATE INDEX journal_detail_subject ON public.journal_detail USING btree (organisation_id, subject, seq);
alter table journal_detail enable row level security, force row level security;
create policy house on journal_detail for all to bezem_owner using (true) with check (true);
create policy wall on journal_detail for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_detail to bezem_app;
CREATE TRIGGER journal_detail_stands BEFORE DELETE OR UPDATE ON public.journal_detail FOR EACH ROW EXECUTE FUNCTION journal_detail_stands();
CREATE TRIGGER journal_detail_stays BEFORE TRUNCATE ON public.journal_detail FOR EACH STATEMENT EXECUTE FUNCTION journal_stands();

create table journal_key (
  organisation_id org_id not null,
  use text not null,
  name text not null,
  public_key bytea not null,
  key_id dky_id not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint journal_key_pkey PRIMARY KEY (organisation_id, use),
  constraint journal_key_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint journal_key_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint journal_key_public_key_check CHECK ((octet_length(public_key) = 32)),
  constraint journal_key_use_check CHECK ((use = ANY (ARRAY['log'::text, 'witness'::text])))
);
alter table journal_key enable row level security, force row level security;
create policy house on journal_key for all to bezem_owner using (true) with check (true);
create policy wall on journal_key for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_key to bezem_app;

create table journal_leaf (
  organisation_id org_id not null,
  seq bigint not null,
  at timestamp with time zone not null,
  act text not null,
  leaf_hash bytea not null,
  constraint journal_leaf_pkey PRIMARY KEY (organisation_id, seq),
  constraint journal_leaf_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table journal_leaf enable row level security, force row level security;
create policy house on journal_leaf for all to bezem_owner using (true) with check (true);
create policy wall on journal_leaf for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_leaf to bezem_app;
CREATE TRIGGER journal_leaf_stands BEFORE DELETE OR UPDATE ON public.journal_leaf FOR EACH ROW EXECUTE FUNCTION journal_stands();
CREATE TRIGGER journal_leaf_stays BEFORE TRUNCATE ON public.journal_leaf FOR EACH STATEMENT EXECUTE FUNCTION journal_stands();

create table journal_tree (
  organisation_id org_id not null,
  size bigint not null default 0,
  peaks bytea[] not null default '{}'::bytea[],
  root bytea,
  constraint journal_tree_pkey PRIMARY KEY (organisation_id),
  constraint journal_tree_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table journal_tree enable row level security, force row level security;
create policy house on journal_tree for all to bezem_owner using (true) with check (true);
create policy wall on journal_tree for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_tree to bezem_app;

create table journal_witness (
  organisation_id org_id not null,
  name text not null,
  verifier_key text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint journal_witness_pkey PRIMARY KEY (organisation_id, name),
  constraint journal_witness_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table journal_witness enable row level security, force row level security;
create policy house on journal_witness for all to bezem_owner using (true) with check (true);
create policy wall on journal_witness for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on journal_witness to bezem_app;

create table kept (
  organisation_id org_id not null,
  id evd_id not null,
  key_id dky_id not null,
  fingerprint bytea,
  size bigint not null,
  media_type text not null,
  state text not null default 'kept'::text,
  kept_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_rule text,
  constraint kept_pkey PRIMARY KEY (organisation_id, id),
  constraint kept_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint kept_check CHECK (((state = 'kept'::text) = (ended_at IS NULL))),
  constraint kept_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'tombstone'::text])))
);
CREATE INDEX kept_key ON public.kept USING btree (organisation_id, key_id);
alter table kept enable row level security, force row level security;
create policy house on kept for all to bezem_owner using (true) with check (true);
create policy wall on kept for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on kept to bezem_app;

create table kept_piece (
  organisation_id org_id not null,
  evidence_id evd_id not null,
  no integer not null,
  bytes bytea not null,
  constraint kept_piece_pkey PRIMARY KEY (organisation_id, evidence_id, no),
  constraint kept_piece_organisation_id_evidence_id_fkey FOREIGN KEY (organisation_id, evidence_id) REFERENCES kept(organisation_id, id) ON DELETE CASCADE
);
alter table kept_piece enable row level security, force row level security;
create policy house on kept_piece for all to bezem_owner using (true) with check (true);
create policy wall on kept_piece for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on kept_piece to bezem_app;

create table ledger_import (
  organisation_id org_id not null,
  id imp_id not null,
  kind text not null,
  file_sha256 bytea not null,
  counts jsonb not null,
  by text not null,
  at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint ledger_import_pkey PRIMARY KEY (organisation_id, id),
  constraint ledger_import_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint ledger_import_kind_check CHECK ((kind = ANY (ARRAY['parties'::text, 'contracts'::text, 'holdings'::text, 'networks'::text, 'inventory'::text])))
);
alter table ledger_import enable row level security, force row level security;
create policy house on ledger_import for all to bezem_owner using (true) with check (true);
create policy wall on ledger_import for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ledger_import to bezem_app;

create table ledger_version (
  organisation_id org_id not null,
  version bigint not null,
  constraint ledger_version_pkey PRIMARY KEY (organisation_id),
  constraint ledger_version_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table ledger_version enable row level security, force row level security;
create policy house on ledger_version for all to bezem_owner using (true) with check (true);
create policy wall on ledger_version for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on ledger_version to bezem_app;

create table letter (
  organisation_id org_id not null,
  id let_id not null,
  template text not null,
  template_version integer not null,
  language text not null,
  audience text not null,
  case_id case_id,
  party_id party_id,
  contact_id cnt_id,
  reference text,
  rhythm text not null default 'at_once'::text,
  joined_into let_id,
  action text,
  action_version integer,
  state text not null,
  version integer not null default 1,
  key_id dky_id,
  sealed bytea,
  body_hash bytea not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  not_before timestamp with time zone not null,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  message_id text,
  tries integer not null default 0,
  sending_until timestamp with time zone,
  why text,
  channel text not null default 'mail'::text,
  webhook_id whk_id,
  directive text,
  directive_version integer,
  brand_id brd_id,
  brand_version integer,
  wording_version integer,
  group_key text,
  urgent boolean not null default false,
  trial boolean not null default false,
  rung text,
  read_at timestamp with time zone,
  read_how text,
  answered_at timestamp with time zone,
  complained_at timestamp with time zone,
  matter text,
  constraint letter_pkey PRIMARY KEY (organisation_id, id),
  constraint letter_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint letter_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text]))),
  constraint letter_check CHECK (((key_id IS NOT NULL) OR (sealed IS NULL))),
  constraint letter_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text, 'both'::text]))),
  constraint letter_read_how_check CHECK ((read_how = ANY (ARRAY['page'::text, 'receipt'::text, 'answer'::text]))),
  constraint letter_rhythm_check CHECK ((rhythm = ANY (ARRAY['at_once'::text, 'digest'::text, 'weekly'::text]))),
  constraint letter_state_check CHECK ((state = ANY (ARRAY['held'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'failed'::text, 'undone'::text, 'stopped'::text, 'joined'::text])))
);
CREATE INDEX letter_case ON public.letter USING btree (organisation_id, case_id);
CREATE INDEX letter_contact_waiting ON public.letter USING btree (organisation_id, contact_id, rhythm) WHERE (state = 'held'::text);
CREATE INDEX letter_matter ON public.letter USING btree (organisation_id, matter) WHERE (matter IS NOT NULL);
CREATE INDEX letter_party ON public.letter USING btree (organisation_id, party_id);
CREATE INDEX letter_reference ON public.letter USING btree (organisation_id, reference) WHERE (reference IS NOT NULL);
CREATE INDEX letter_waiting ON public.letter USING btree (organisation_id, not_before) WHERE (state = ANY (ARRAY['queued'::text, 'held'::text, 'sending'::text]));
CREATE UNIQUE INDEX letter_message ON public.letter USING btree (organisation_id, message_id) WHERE (message_id IS NOT NULL);
alter table letter enable row level security, force row level security;
create policy house on letter for all to bezem_owner using (true) with check (true);
create policy wall on letter for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on letter to bezem_app;
CREATE TRIGGER letter_keeps_secrets BEFORE INSERT OR UPDATE OF audience, matter, state ON public.letter FOR EACH ROW EXECUTE FUNCTION letter_keeps_secrets();

create table letter_about (
  organisation_id org_id not null,
  what bytea not null,
  letter_id let_id not null,
  severity smallint not null,
  at timestamp with time zone not null,
  constraint letter_about_pkey PRIMARY KEY (organisation_id, what, letter_id),
  constraint letter_about_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX letter_about_letter ON public.letter_about USING btree (organisation_id, letter_id);
alter table letter_about enable row level security, force row level security;
create policy house on letter_about for all to bezem_owner using (true) with check (true);
create policy wall on letter_about for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on letter_about to bezem_app;

create table letter_attempt (
  organisation_id org_id not null,
  letter_id let_id not null,
  no integer not null,
  at timestamp with time zone not null,
  outcome text not null,
  response text,
  constraint letter_attempt_pkey PRIMARY KEY (organisation_id, letter_id, no),
  constraint letter_attempt_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint letter_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'deferred'::text, 'bounced'::text, 'delivered'::text])))
);
alter table letter_attempt enable row level security, force row level security;
create policy house on letter_attempt for all to bezem_owner using (true) with check (true);
create policy wall on letter_attempt for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on letter_attempt to bezem_app;

create table letter_link (
  organisation_id org_id not null,
  token_hash bytea not null,
  letter_id let_id not null,
  case_id case_id,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  opened_at timestamp with time zone,
  constraint letter_link_pkey PRIMARY KEY (organisation_id, token_hash),
  constraint letter_link_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX letter_link_letter ON public.letter_link USING btree (organisation_id, letter_id);
CREATE UNIQUE INDEX letter_link_token ON public.letter_link USING btree (token_hash);
alter table letter_link enable row level security, force row level security;
create policy door on letter_link for select to bezem_door using (true);
create policy house on letter_link for all to bezem_owner using (true) with check (true);
create policy wall on letter_link for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on letter_link to bezem_app;
grant select (case_id, expires_at, letter_id, organisation_id, revoked_at, token_hash) on letter_link to bezem_door;

create table letter_settings (
  organisation_id org_id not null,
  version integer not null,
  settings jsonb not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint letter_settings_pkey PRIMARY KEY (organisation_id),
  constraint letter_settings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table letter_settings enable row level security, force row level security;
create policy house on letter_settings for all to bezem_owner using (true) with check (true);
create policy wall on letter_settings for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on letter_settings to bezem_app;

create table list_entry (
  organisation_id org_id not null,
  list text not null,
  entry_id text not null,
  since lgn_id not null,
  until lgn_id,
  fingerprint text not null,
  body jsonb not null,
  constraint list_entry_pkey PRIMARY KEY (organisation_id, list, entry_id, since),
  constraint list_entry_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint list_entry_organisation_id_since_fkey FOREIGN KEY (organisation_id, since) REFERENCES list_generation(organisation_id, id),
  constraint list_entry_organisation_id_until_fkey FOREIGN KEY (organisation_id, until) REFERENCES list_generation(organisation_id, id)
);
CREATE INDEX list_entry_current ON public.list_entry USING btree (organisation_id, list, entry_id) WHERE (until IS NULL);
CREATE INDEX list_entry_since ON public.list_entry USING btree (organisation_id, since);
alter table list_entry enable row level security, force row level security;
create policy house on list_entry for all to bezem_owner using (true) with check (true);
create policy wall on list_entry for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on list_entry to bezem_app;

create table list_generation (
  organisation_id org_id not null,
  id lgn_id not null,
  list text not null,
  kind text not null,
  sha256 bytea not null,
  source text not null,
  loaded_at timestamp with time zone not null,
  loaded_by text not null,
  checked_at timestamp with time zone not null,
  entries integer not null,
  names integer not null,
  added integer not null,
  changed integer not null,
  removed integer not null,
  engine text not null,
  current boolean not null,
  constraint list_generation_pkey PRIMARY KEY (organisation_id, id),
  constraint list_generation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint list_generation_list_check CHECK ((list ~ '^[a-z0-9][a-z0-9_-]{0,59}$'::text))
);
CREATE UNIQUE INDEX list_generation_current ON public.list_generation USING btree (organisation_id, list) WHERE current;
alter table list_generation enable row level security, force row level security;
create policy house on list_generation for all to bezem_owner using (true) with check (true);
create policy wall on list_generation for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on list_generation to bezem_app;

create table listed_match (
  organisation_id org_id not null,
  id mtc_id not null,
  party_id party_id not null,
  list text not null,
  entry_id text not null,
  entry_fingerprint text not null,
  party_fingerprint text not null,
  state text not null,
  score real not null,
  band text not null,
  by text not null,
  queried text,
  listed text,
  terms jsonb,
  what_if jsonb,
  ownership jsonb,
  opened_at timestamp with time zone not null,
  reopened integer not null default 0,
  proposed text,
  proposed_by text,
  proposed_at timestamp with time zone,
  proposed_why text,
  decided_by text,
  decided_at timestamp with time zone,
  why text,
  constraint listed_match_organisation_id_party_id_list_entry_id_key UNIQUE (organisation_id, party_id, list, entry_id),
  constraint listed_match_pkey PRIMARY KEY (organisation_id, id),
  constraint listed_match_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint listed_match_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint listed_match_by_check CHECK ((by = ANY (ARRAY['party'::text, 'owners'::text]))),
  constraint listed_match_proposed_check CHECK ((proposed = ANY (ARRAY['true_match'::text, 'false_positive'::text]))),
  constraint listed_match_state_check CHECK ((state = ANY (ARRAY['open'::text, 'under_review'::text, 'second_person'::text, 'true_match'::text, 'false_positive'::text, 'lapsed'::text])))
);
CREATE INDEX listed_match_queue ON public.listed_match USING btree (organisation_id, state, score DESC, id);
alter table listed_match enable row level security, force row level security;
create policy house on listed_match for all to bezem_owner using (true) with check (true);
create policy wall on listed_match for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on listed_match to bezem_app;

create table live_answer (
  organisation_id org_id not null,
  id liv_id not null,
  inventory_id inv_id not null,
  question_hash bytea not null,
  ip inet not null,
  port integer,
  host text,
  seen_from timestamp with time zone not null,
  seen_until timestamp with time zone not null,
  state text not null,
  fault text,
  tries integer not null default 0,
  next_at timestamp with time zone,
  made_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  valid tstzrange,
  party_id party_id,
  contract_id ctr_id,
  attribution_id att_id,
  sealed bytea,
  sealed_key dky_id,
  took_ms integer,
  asked_at timestamp with time zone,
  constraint live_answer_organisation_id_inventory_id_question_hash_key UNIQUE (organisation_id, inventory_id, question_hash),
  constraint live_answer_pkey PRIMARY KEY (organisation_id, id),
  constraint live_answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint live_answer_organisation_id_inventory_id_fkey FOREIGN KEY (organisation_id, inventory_id) REFERENCES inventory(organisation_id, id),
  constraint live_answer_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint live_answer_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'answered'::text, 'nobody'::text, 'unfit'::text, 'failed'::text]))),
  constraint live_answer_took_ms_check CHECK ((took_ms >= 0))
);
CREATE INDEX live_answer_asked ON public.live_answer USING btree (organisation_id, inventory_id, asked_at DESC) WHERE (asked_at IS NOT NULL);
CREATE INDEX live_answer_attribution ON public.live_answer USING btree (organisation_id, attribution_id) WHERE (attribution_id IS NOT NULL);
CREATE INDEX live_answer_ip ON public.live_answer USING btree (organisation_id, ip);
CREATE INDEX live_answer_next ON public.live_answer USING btree (organisation_id, next_at) WHERE (next_at IS NOT NULL);
alter table live_answer enable row level security, force row level security;
create policy house on live_answer for all to bezem_owner using (true) with check (true);
create policy wall on live_answer for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on live_answer to bezem_app;

create table login_attempt (
  organisation_id org_id not null,
  who bytea not null,
  at timestamp with time zone not null,
  constraint login_attempt_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX login_attempt_who ON public.login_attempt USING btree (organisation_id, who, at);
alter table login_attempt enable row level security, force row level security;
create policy house on login_attempt for all to bezem_owner using (true) with check (true);
create policy wall on login_attempt for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on login_attempt to bezem_app;

create table mailbox (
  organisation_id org_id not null,
  address text not null,
  created_at timestamp with time zone not null,
  constraint mailbox_pkey PRIMARY KEY (organisation_id, address),
  constraint mailbox_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE UNIQUE INDEX mailbox_address ON public.mailbox USING btree (address);
alter table mailbox enable row level security, force row level security;
create policy door on mailbox for select to bezem_door using (true);
create policy house on mailbox for all to bezem_owner using (true) with check (true);
create policy wall on mailbox for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on mailbox to bezem_app;
grant select (address, organisation_id) on mailbox to bezem_door;

create table mapping (
  organisation_id org_id not null,
  name text not null,
  version integer not null,
  definition jsonb,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint mapping_pkey PRIMARY KEY (organisation_id, name, version),
  constraint mapping_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint mapping_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9_-]{0,59}$'::text)),
  constraint mapping_version_check CHECK ((version >= 1))
);
alter table mapping enable row level security, force row level security;
create policy house on mapping for all to bezem_owner using (true) with check (true);
create policy wall on mapping for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on mapping to bezem_app;

create table matter_number (
  organisation_id org_id not null,
  kind text not null,
  year smallint not null,
  last integer not null,
  constraint matter_number_pkey PRIMARY KEY (organisation_id, kind, year),
  constraint matter_number_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint matter_number_kind_check CHECK ((kind ~ '^[a-z_]{2,30}$'::text))
);
alter table matter_number enable row level security, force row level security;
create policy house on matter_number for all to bezem_owner using (true) with check (true);
create policy wall on matter_number for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on matter_number to bezem_app;

create table measure (
  organisation_id org_id not null,
  id msr_id not null,
  decision_id dec_id not null,
  no smallint not null,
  system_id sys_id,
  what text not null,
  state text not null,
  target jsonb not null,
  handle jsonb,
  tries integer not null default 0,
  done_at timestamp with time zone,
  verified_at timestamp with time zone,
  verified_by text,
  reverted_at timestamp with time zone,
  fault text,
  constraint measure_organisation_id_decision_id_no_key UNIQUE (organisation_id, decision_id, no),
  constraint measure_pkey PRIMARY KEY (organisation_id, id),
  constraint measure_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint measure_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint measure_organisation_id_system_id_fkey FOREIGN KEY (organisation_id, system_id) REFERENCES measure_system(organisation_id, id),
  constraint measure_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'dropped'::text, 'approved'::text, 'executing'::text, 'done'::text, 'verified'::text, 'failed'::text, 'manual'::text, 'reverting'::text, 'revert_failed'::text, 'revert_manual'::text, 'reverted'::text])))
);
CREATE INDEX measure_state ON public.measure USING btree (organisation_id, state) WHERE (state <> ALL (ARRAY['verified'::text, 'reverted'::text, 'dropped'::text, 'planned'::text]));
alter table measure enable row level security, force row level security;
create policy house on measure for all to bezem_owner using (true) with check (true);
create policy wall on measure for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on measure to bezem_app;
CREATE CONSTRAINT TRIGGER measure_reasons AFTER INSERT OR UPDATE ON public.measure DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reasons_stand();
CREATE TRIGGER measure_stays BEFORE UPDATE OF decision_id, organisation_id ON public.measure FOR EACH ROW WHEN ((((old.decision_id)::text IS DISTINCT FROM (new.decision_id)::text) OR ((old.organisation_id)::text IS DISTINCT FROM (new.organisation_id)::text))) EXECUTE FUNCTION measure_stays();

create table measure_system (
  organisation_id org_id not null,
  id sys_id not null,
  name text not null,
  adapter text not null,
  options jsonb not null,
  can jsonb not null,
  inside boolean not null default false,
  key_id dky_id,
  sealed bytea,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  created_by text not null,
  ended_at timestamp with time zone,
  constraint measure_system_pkey PRIMARY KEY (organisation_id, id),
  constraint measure_system_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint measure_system_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint measure_system_state_check CHECK ((state = ANY (ARRAY['active'::text, 'ended'::text])))
);
CREATE UNIQUE INDEX measure_system_name ON public.measure_system USING btree (organisation_id, name) WHERE (state = 'active'::text);
alter table measure_system enable row level security, force row level security;
create policy house on measure_system for all to bezem_owner using (true) with check (true);
create policy wall on measure_system for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on measure_system to bezem_app;

create table measure_try (
  organisation_id org_id not null,
  measure_id msr_id not null,
  no integer not null,
  act text not null,
  key text not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  response text,
  constraint measure_try_pkey PRIMARY KEY (organisation_id, measure_id, no),
  constraint measure_try_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint measure_try_organisation_id_measure_id_fkey FOREIGN KEY (organisation_id, measure_id) REFERENCES measure(organisation_id, id),
  constraint measure_try_act_check CHECK ((act = ANY (ARRAY['execute'::text, 'verify'::text, 'revert'::text]))),
  constraint measure_try_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'in_force'::text, 'not_in_force'::text, 'unclear'::text, 'failed'::text, 'unknown'::text])))
);
alter table measure_try enable row level security, force row level security;
create policy house on measure_try for all to bezem_owner using (true) with check (true);
create policy wall on measure_try for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on measure_try to bezem_app;

create table member (
  organisation_id org_id not null,
  id mbr_id not null,
  email text not null,
  name text not null,
  role text not null,
  language text not null default 'nl'::text,
  password_hash text,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  constraint member_organisation_id_email_key UNIQUE (organisation_id, email),
  constraint member_pkey PRIMARY KEY (organisation_id, id),
  constraint member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint member_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint member_role_check CHECK ((role = ANY (ARRAY['reader'::text, 'handler'::text, 'decider'::text, 'admin'::text]))),
  constraint member_state_check CHECK ((state = ANY (ARRAY['active'::text, 'ended'::text])))
);
alter table member enable row level security, force row level security;
create policy house on member for all to bezem_owner using (true) with check (true);
create policy wall on member for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on member to bezem_app;

create table member_right (
  organisation_id org_id not null,
  member_id mbr_id not null,
  name text not null,
  granted_at timestamp with time zone not null,
  granted_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint member_right_pkey PRIMARY KEY (organisation_id, member_id, name, granted_at),
  constraint member_right_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint member_right_organisation_id_member_id_fkey FOREIGN KEY (organisation_id, member_id) REFERENCES member(organisation_id, id),
  constraint member_right_name_check CHECK ((name = 'reseller_letter'::text))
);
CREATE UNIQUE INDEX member_right_now ON public.member_right USING btree (organisation_id, member_id, name) WHERE (ended_at IS NULL);
alter table member_right enable row level security, force row level security;
create policy house on member_right for all to bezem_owner using (true) with check (true);
create policy wall on member_right for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on member_right to bezem_app;

create table message (
  organisation_id org_id not null,
  id msg_id not null,
  sha256 bytea not null,
  run_id run_id,
  channel text not null,
  lane text not null,
  feed text,
  name text,
  size bigint not null,
  within msg_id,
  evidence_id evd_id,
  received_at timestamp with time zone not null,
  state text not null default 'kept'::text,
  ended text,
  format text,
  format_version integer,
  why text,
  problems jsonb not null default '[]'::jsonb,
  sealed bytea,
  finding_count integer not null default 0,
  tries integer not null default 0,
  rows_done bigint not null default 0,
  read_at timestamp with time zone,
  handled_by text,
  handled_at timestamp with time zone,
  tombstone jsonb,
  channel_id chn_id,
  notifier_id ntf_id,
  auth jsonb,
  sender_mark bytea,
  constraint message_organisation_id_sha256_key UNIQUE (organisation_id, sha256),
  constraint message_pkey PRIMARY KEY (organisation_id, id),
  constraint message_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint message_channel_check CHECK ((channel = ANY (ARRAY['smtp'::text, 'lmtp'::text, 'http'::text, 'file'::text, 'form'::text, 'imap'::text, 'folder'::text, 'feed'::text, 'shadowserver'::text]))),
  constraint message_ended_check CHECK ((ended = ANY (ARRAY['findings'::text, 'answer'::text, 'receipt'::text, 'not_abuse'::text, 'order'::text, 'notice'::text, 'manual'::text]))),
  constraint message_lane_check CHECK ((lane = ANY (ARRAY['urgent'::text, 'bulk'::text]))),
  constraint message_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'reading'::text, 'done'::text, 'manual'::text])))
);
CREATE INDEX message_channel ON public.message USING btree (organisation_id, channel_id, received_at DESC) WHERE (channel_id IS NOT NULL);
CREATE INDEX message_notifier ON public.message USING btree (organisation_id, notifier_id, received_at DESC) WHERE (notifier_id IS NOT NULL);
CREATE INDEX message_received ON public.message USING btree (organisation_id, received_at DESC);
CREATE INDEX message_sender ON public.message USING btree (organisation_id, sender_mark, received_at DESC) WHERE (sender_mark IS NOT NULL);
CREATE INDEX message_state ON public.message USING btree (organisation_id, state, received_at) WHERE (state <> 'done'::text);
alter table message enable row level security, force row level security;
create policy house on message for all to bezem_owner using (true) with check (true);
create policy wall on message for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on message to bezem_app;

create table migration (
  no integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (no)
);

create table network (
  organisation_id org_id not null,
  id net_id not null,
  kind text not null,
  prefix cidr,
  asn bigint,
  domain text,
  name text,
  valid tstzrange not null,
  recorded tstzrange not null,
  import_id imp_id,
  closed_by imp_id,
  constraint network_prefix_once EXCLUDE USING gist (organisation_id WITH =, prefix inet_ops WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (prefix IS NOT NULL))),
  constraint network_pkey PRIMARY KEY (organisation_id, id),
  constraint network_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint network_check CHECK ((((kind = 'prefix'::text) = (prefix IS NOT NULL)) AND ((kind = 'asn'::text) = (asn IS NOT NULL)) AND ((kind = 'domain'::text) = (domain IS NOT NULL)))),
  constraint network_kind_check CHECK ((kind = ANY (ARRAY['prefix'::text, 'asn'::text, 'domain'::text]))),
  constraint network_valid_check CHECK ((NOT isempty(valid)))
);
CREATE INDEX network_prefix ON public.network USING btree (organisation_id, prefix) WHERE (prefix IS NOT NULL);
alter table network enable row level security, force row level security;
create policy house on network for all to bezem_owner using (true) with check (true);
create policy wall on network for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on network to bezem_app;

create table notice (
  organisation_id org_id not null,
  id ntc_id not null,
  number text,
  path text not null,
  state text not null,
  channel text not null,
  language text not null,
  kind text not null,
  category text,
  keyword text,
  other text,
  sensitive text,
  message_id msg_id,
  flagger_id tfl_id,
  reachable boolean not null,
  notifier_print bytea,
  lowered boolean not null default false,
  missing text[] not null default '{}'::text[],
  good_faith text,
  key_id dky_id not null,
  sealed bytea,
  sha256 bytea,
  token_hash bytea not null,
  guarded boolean not null default false,
  received_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  assessed_at timestamp with time zone,
  forwarded_at timestamp with time zone,
  decided_at timestamp with time zone,
  closed_at timestamp with time zone,
  knowledge text,
  ntd text,
  automated text not null default 'NOT_AUTOMATED'::text,
  version integer not null default 1,
  constraint notice_pkey PRIMARY KEY (organisation_id, id),
  constraint notice_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint notice_automated_check CHECK ((automated = ANY (ARRAY['FULLY'::text, 'PARTIALLY'::text, 'NOT_AUTOMATED'::text]))),
  constraint notice_channel_check CHECK ((channel = ANY (ARRAY['form'::text, 'api'::text, 'mail'::text, 'desk'::text]))),
  constraint notice_knowledge_check CHECK ((knowledge = ANY (ARRAY['manifest'::text, 'not_manifest'::text, 'insufficient_location'::text, 'insufficient_reason'::text]))),
  constraint notice_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint notice_ntd_check CHECK ((ntd = ANY (ARRAY['unmistakable'::text, 'not_unlawful'::text, 'undecidable'::text]))),
  constraint notice_path_check CHECK ((path = ANY (ARRAY['dsa16'::text, 'ntd'::text]))),
  constraint notice_sensitive_check CHECK ((sensitive = ANY (ARRAY['csam'::text, 'ncii'::text]))),
  constraint notice_state_check CHECK ((state = ANY (ARRAY['received'::text, 'incomplete'::text, 'assessed'::text, 'forwarded'::text, 'answered'::text, 'decided'::text, 'done'::text, 'withdrawn'::text, 'elsewhere'::text])))
);
CREATE INDEX notice_message ON public.notice USING btree (organisation_id, message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX notice_notifier ON public.notice USING btree (organisation_id, notifier_print) WHERE (notifier_print IS NOT NULL);
CREATE INDEX notice_queue ON public.notice USING btree (organisation_id, state, received_at);
CREATE UNIQUE INDEX notice_number ON public.notice USING btree (organisation_id, number);
CREATE UNIQUE INDEX notice_token ON public.notice USING btree (token_hash);
alter table notice enable row level security, force row level security;
create policy door on notice for select to bezem_door using (true);
create policy house on notice for all to bezem_owner using (true) with check (true);
create policy wall on notice for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notice to bezem_app;
grant select (id, organisation_id, token_hash) on notice to bezem_door;
CREATE TRIGGER no_csam_file BEFORE INSERT OR UPDATE OF sensitive ON public.notice FOR EACH ROW EXECUTE FUNCTION no_csam_file();

create table notice_act (
  organisation_id org_id not null,
  id act_id not null,
  notice_id ntc_id not null,
  at timestamp with time zone not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text,
  detail jsonb not null default '{}'::jsonb,
  key_id dky_id,
  sealed bytea,
  constraint notice_act_pkey PRIMARY KEY (organisation_id, id),
  constraint notice_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX notice_act_notice ON public.notice_act USING btree (organisation_id, notice_id, at);
alter table notice_act enable row level security, force row level security;
create policy house on notice_act for all to bezem_owner using (true) with check (true);
create policy wall on notice_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notice_act to bezem_app;

create table notice_code (
  organisation_id org_id not null,
  notice_id ntc_id not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null,
  tries smallint not null default 0,
  constraint notice_code_pkey PRIMARY KEY (organisation_id, notice_id),
  constraint notice_code_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table notice_code enable row level security, force row level security;
create policy house on notice_code for all to bezem_owner using (true) with check (true);
create policy wall on notice_code for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notice_code to bezem_app;

create table notice_file (
  organisation_id org_id not null,
  notice_id ntc_id not null,
  no smallint not null,
  evidence_id evd_id not null,
  name text not null,
  size integer not null,
  sha256 bytea not null,
  received_at timestamp with time zone not null,
  constraint notice_file_pkey PRIMARY KEY (organisation_id, notice_id, no),
  constraint notice_file_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
CREATE INDEX notice_file_received ON public.notice_file USING btree (organisation_id, received_at);
alter table notice_file enable row level security, force row level security;
create policy house on notice_file for all to bezem_owner using (true) with check (true);
create policy wall on notice_file for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notice_file to bezem_app;
CREATE TRIGGER no_csam_file BEFORE INSERT OR UPDATE ON public.notice_file FOR EACH ROW EXECUTE FUNCTION no_csam_file();

create table notice_item (
  organisation_id org_id not null,
  notice_id ntc_id not null,
  no smallint not null,
  kind text not null,
  location text,
  masked text not null,
  sealed bytea,
  seen_at timestamp with time zone,
  place text not null default 'unclear'::text,
  elsewhere text,
  attribution_id att_id,
  holder_id party_id,
  contract_id ctr_id,
  state text not null default 'open'::text,
  decision_id dec_id,
  ground text,
  restrictions text[] not null default '{}'::text[],
  automated text,
  settled_at timestamp with time zone,
  constraint notice_item_pkey PRIMARY KEY (organisation_id, notice_id, no),
  constraint notice_item_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint notice_item_automated_check CHECK ((automated = ANY (ARRAY['FULLY'::text, 'PARTIALLY'::text, 'NOT_AUTOMATED'::text]))),
  constraint notice_item_ground_check CHECK ((ground = ANY (ARRAY['law'::text, 'terms'::text]))),
  constraint notice_item_kind_check CHECK ((kind = ANY (ARRAY['url'::text, 'ip'::text, 'ip_port'::text, 'domain'::text, 'mail_headers'::text, 'account'::text]))),
  constraint notice_item_place_check CHECK ((place = ANY (ARRAY['ours'::text, 'elsewhere'::text, 'unclear'::text]))),
  constraint notice_item_state_check CHECK ((state = ANY (ARRAY['open'::text, 'acted'::text, 'not_acted'::text, 'elsewhere'::text, 'withdrawn'::text])))
);
CREATE INDEX notice_item_holder ON public.notice_item USING btree (organisation_id, holder_id) WHERE (holder_id IS NOT NULL);
alter table notice_item enable row level security, force row level security;
create policy house on notice_item for all to bezem_owner using (true) with check (true);
create policy wall on notice_item for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notice_item to bezem_app;

create table notifier (
  organisation_id org_id not null,
  id ntf_id not null,
  name text not null,
  per_minute integer not null default 60,
  per_day integer not null default 20000,
  allowance real,
  allowance_at timestamp with time zone,
  day date,
  day_count integer not null default 0,
  told_to_wait bigint not null default 0,
  told_to_wait_at timestamp with time zone,
  confirmed integer not null default 0,
  wrong integer not null default 0,
  unclear integer not null default 0,
  created_at timestamp with time zone not null,
  constraint notifier_pkey PRIMARY KEY (organisation_id, id),
  constraint notifier_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint notifier_per_day_check CHECK (((per_day >= 1) AND (per_day <= 10000000))),
  constraint notifier_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 100000)))
);
alter table notifier enable row level security, force row level security;
create policy house on notifier for all to bezem_owner using (true) with check (true);
create policy wall on notifier for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notifier to bezem_app;

create table notifier_identity (
  organisation_id org_id not null,
  kind text not null,
  identity text not null,
  notifier_id ntf_id not null,
  created_at timestamp with time zone not null,
  constraint notifier_identity_pkey PRIMARY KEY (organisation_id, kind, identity),
  constraint notifier_identity_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint notifier_identity_organisation_id_notifier_id_fkey FOREIGN KEY (organisation_id, notifier_id) REFERENCES notifier(organisation_id, id),
  constraint notifier_identity_kind_check CHECK ((kind = ANY (ARRAY['domain'::text, 'key'::text, 'feed'::text])))
);
CREATE INDEX notifier_identity_of ON public.notifier_identity USING btree (organisation_id, notifier_id);
alter table notifier_identity enable row level security, force row level security;
create policy house on notifier_identity for all to bezem_owner using (true) with check (true);
create policy wall on notifier_identity for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notifier_identity to bezem_app;

create table notifier_verdict (
  organisation_id org_id not null,
  notifier_id ntf_id not null,
  case_id case_id not null,
  verdict text not null,
  why text not null,
  at timestamp with time zone not null,
  constraint notifier_verdict_pkey PRIMARY KEY (organisation_id, notifier_id, case_id),
  constraint notifier_verdict_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint notifier_verdict_verdict_check CHECK ((verdict = ANY (ARRAY['confirmed'::text, 'wrong'::text, 'unclear'::text])))
);
CREATE INDEX notifier_verdict_case ON public.notifier_verdict USING btree (organisation_id, case_id);
alter table notifier_verdict enable row level security, force row level security;
create policy house on notifier_verdict for all to bezem_owner using (true) with check (true);
create policy wall on notifier_verdict for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on notifier_verdict to bezem_app;

create table onboarding (
  organisation_id org_id not null,
  id onb_id not null,
  number text,
  party_id party_id not null,
  state text not null,
  version integer not null default 1,
  pack text not null,
  language text not null,
  via text not null,
  reference text not null,
  order_reference text,
  tier text not null,
  assessment jsonb not null,
  key_id dky_id not null,
  sealed bytea,
  contract_resells boolean not null default false,
  started_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  activated_at timestamp with time zone,
  ended_at timestamp with time zone,
  campaign_id cpn_id,
  constraint onboarding_organisation_id_number_key UNIQUE (organisation_id, number),
  constraint onboarding_organisation_id_reference_key UNIQUE (organisation_id, reference),
  constraint onboarding_pkey PRIMARY KEY (organisation_id, id),
  constraint onboarding_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint onboarding_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint onboarding_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint onboarding_state_check CHECK ((state = ANY (ARRAY['started'::text, 'contact_verified'::text, 'paid'::text, 'screened'::text, 'second_person'::text, 'active'::text, 'in_review'::text, 'refusal_proposed'::text, 'refused'::text, 'withdrawn'::text]))),
  constraint onboarding_tier_check CHECK ((tier = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
  constraint onboarding_via_check CHECK ((via = ANY (ARRAY['desk'::text, 'form'::text, 'api'::text, 'hook'::text, 'campaign'::text])))
);
CREATE INDEX onboarding_queue ON public.onboarding USING btree (organisation_id, state, changed_at);
CREATE UNIQUE INDEX onboarding_party ON public.onboarding USING btree (organisation_id, party_id) WHERE (state <> ALL (ARRAY['refused'::text, 'withdrawn'::text]));
alter table onboarding enable row level security, force row level security;
create policy house on onboarding for all to bezem_owner using (true) with check (true);
create policy wall on onboarding for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding to bezem_app;

create table onboarding_act (
  organisation_id org_id not null,
  id act_id not null,
  onboarding_id onb_id not null,
  at timestamp with time zone not null,
  act text not null,
  by text not null,
  by_kind text not null,
  from_state text,
  to_state text not null,
  key_id dky_id,
  sealed bytea,
  constraint onboarding_act_pkey PRIMARY KEY (organisation_id, id),
  constraint onboarding_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint onboarding_act_organisation_id_onboarding_id_fkey FOREIGN KEY (organisation_id, onboarding_id) REFERENCES onboarding(organisation_id, id)
);
CREATE INDEX onboarding_act_of ON public.onboarding_act USING btree (organisation_id, onboarding_id, at);
alter table onboarding_act enable row level security, force row level security;
create policy house on onboarding_act for all to bezem_owner using (true) with check (true);
create policy wall on onboarding_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding_act to bezem_app;

create table onboarding_check (
  organisation_id org_id not null,
  id chk_id not null,
  onboarding_id onb_id not null,
  check_id text not null,
  at timestamp with time zone not null,
  verdict text not null,
  method text not null,
  source text not null,
  source_version text,
  reasons jsonb not null,
  input_hash bytea not null,
  expires_at timestamp with time zone,
  by text not null,
  current boolean not null default true,
  key_id dky_id,
  sealed bytea,
  constraint onboarding_check_pkey PRIMARY KEY (organisation_id, id),
  constraint onboarding_check_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint onboarding_check_organisation_id_onboarding_id_fkey FOREIGN KEY (organisation_id, onboarding_id) REFERENCES onboarding(organisation_id, id),
  constraint onboarding_check_verdict_check CHECK ((verdict = ANY (ARRAY['pass'::text, 'review'::text, 'fail'::text, 'not_applicable'::text, 'unavailable'::text])))
);
CREATE UNIQUE INDEX onboarding_check_current ON public.onboarding_check USING btree (organisation_id, onboarding_id, check_id) WHERE current;
alter table onboarding_check enable row level security, force row level security;
create policy house on onboarding_check for all to bezem_owner using (true) with check (true);
create policy wall on onboarding_check for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding_check to bezem_app;

create table onboarding_proposal (
  organisation_id org_id not null,
  id prp_id not null,
  onboarding_id onb_id,
  party_id party_id not null,
  campaign_id cpn_id,
  outcome text not null,
  made_by text not null,
  made_by_kind text not null,
  made_at timestamp with time zone not null,
  because jsonb not null,
  decided_by text,
  decided_at timestamp with time zone,
  followed boolean,
  key_id dky_id,
  sealed bytea,
  constraint onboarding_proposal_pkey PRIMARY KEY (organisation_id, id),
  constraint onboarding_proposal_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint onboarding_proposal_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint onboarding_proposal_outcome_check CHECK ((outcome = ANY (ARRAY['refuse'::text, 'activate'::text, 'restrict_orders'::text, 'end_contract'::text, 'none'::text])))
);
CREATE INDEX onboarding_proposal_decided ON public.onboarding_proposal USING btree (organisation_id, decided_at);
CREATE UNIQUE INDEX onboarding_proposal_open ON public.onboarding_proposal USING btree (organisation_id, onboarding_id, outcome) WHERE (decided_at IS NULL);
alter table onboarding_proposal enable row level security, force row level security;
create policy house on onboarding_proposal for all to bezem_owner using (true) with check (true);
create policy wall on onboarding_proposal for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding_proposal to bezem_app;

create table onboarding_settings (
  organisation_id org_id not null,
  pack text not null,
  form_open boolean not null,
  pay_to text,
  disposable text[] not null,
  virtual_offices text[] not null,
  high_risk_countries text[] not null,
  gateway_url text,
  kvk_url text,
  vies_url text,
  gleif_url text,
  secret_key dky_id,
  secret_sealed bytea,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint onboarding_settings_pkey PRIMARY KEY (organisation_id),
  constraint onboarding_settings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table onboarding_settings enable row level security, force row level security;
create policy house on onboarding_settings for all to bezem_owner using (true) with check (true);
create policy wall on onboarding_settings for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding_settings to bezem_app;

create table onboarding_token (
  organisation_id org_id not null,
  onboarding_id onb_id not null,
  purpose text not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone,
  tries integer not null default 0,
  refused boolean not null default false,
  constraint onboarding_token_pkey PRIMARY KEY (organisation_id, onboarding_id, purpose),
  constraint onboarding_token_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint onboarding_token_organisation_id_onboarding_id_fkey FOREIGN KEY (organisation_id, onboarding_id) REFERENCES onboarding(organisation_id, id),
  constraint onboarding_token_purpose_check CHECK ((purpose = ANY (ARRAY['page'::text, 'email'::text, 'phone'::text])))
);
CREATE INDEX onboarding_token_hash ON public.onboarding_token USING btree (organisation_id, token_hash);
alter table onboarding_token enable row level security, force row level security;
create policy house on onboarding_token for all to bezem_owner using (true) with check (true);
create policy wall on onboarding_token for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on onboarding_token to bezem_app;

create table order_act (
  organisation_id org_id not null,
  id act_id not null,
  order_id ord_id not null,
  at timestamp with time zone not null,
  act text not null,
  by_kind text not null,
  by text,
  from_state text,
  to_state text,
  detail jsonb not null default '{}'::jsonb,
  key_id dky_id,
  sealed bytea,
  constraint order_act_pkey PRIMARY KEY (organisation_id, id),
  constraint order_act_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint order_act_organisation_id_order_id_fkey FOREIGN KEY (organisation_id, order_id) REFERENCES authority_order(organisation_id, id),
  constraint order_act_by_kind_check CHECK ((by_kind = ANY (ARRAY['member'::text, 'customer'::text, 'engine'::text, 'notifier'::text])))
);
CREATE INDEX order_act_order ON public.order_act USING btree (organisation_id, order_id, at);
alter table order_act enable row level security, force row level security;
create policy house on order_act for all to bezem_owner using (true) with check (true);
create policy wall on order_act for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on order_act to bezem_app;

create table order_item (
  organisation_id org_id not null,
  id oit_id not null,
  order_id ord_id not null,
  no integer not null,
  kind text not null,
  location text,
  shown text not null,
  fingerprint bytea,
  key_id dky_id,
  sealed bytea,
  attribution text not null,
  party_id party_id,
  addressee_id party_id,
  contract_id ctr_id,
  state text not null default 'open'::text,
  effects text[] not null default '{}'::text[],
  ground text,
  settled_at timestamp with time zone,
  decision_id dec_id,
  automated text,
  why text,
  constraint order_item_organisation_id_order_id_no_key UNIQUE (organisation_id, order_id, no),
  constraint order_item_pkey PRIMARY KEY (organisation_id, id),
  constraint order_item_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint order_item_organisation_id_order_id_fkey FOREIGN KEY (organisation_id, order_id) REFERENCES authority_order(organisation_id, id),
  constraint order_item_automated_check CHECK ((automated = ANY (ARRAY['FULLY'::text, 'PARTIALLY'::text, 'NOT_AUTOMATED'::text]))),
  constraint order_item_check CHECK (((key_id IS NOT NULL) OR (sealed IS NULL))),
  constraint order_item_ground_check CHECK ((ground = ANY (ARRAY['law'::text, 'terms'::text]))),
  constraint order_item_kind_check CHECK ((kind = ANY (ARRAY['url'::text, 'host'::text, 'ip'::text, 'prefix'::text, 'account'::text, 'other'::text]))),
  constraint order_item_state_check CHECK ((state = ANY (ARRAY['open'::text, 'effected'::text, 'not_effected'::text, 'reinstated'::text])))
);
CREATE INDEX order_item_party ON public.order_item USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX order_item_print ON public.order_item USING btree (organisation_id, fingerprint) WHERE (fingerprint IS NOT NULL);
alter table order_item enable row level security, force row level security;
create policy house on order_item for all to bezem_owner using (true) with check (true);
create policy wall on order_item for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on order_item to bezem_app;

create table organisation (
  organisation_id org_id not null,
  slug text not null,
  name text not null,
  kind text not null,
  zone text not null default 'Europe/Amsterdam'::text,
  language text not null default 'nl'::text,
  country text not null default 'nl'::text,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  constraint organisation_slug_key UNIQUE (slug),
  constraint organisation_pkey PRIMARY KEY (organisation_id),
  constraint organisation_kind_check CHECK ((kind = ANY (ARRAY['provider'::text, 'reseller'::text, 'clearing_house'::text]))),
  constraint organisation_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint organisation_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'::text))
);
alter table organisation enable row level security, force row level security;
create policy door on organisation for select to bezem_door using (true);
create policy house on organisation for all to bezem_owner using (true) with check (true);
create policy wall on organisation for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on organisation to bezem_app;
grant select (organisation_id, slug) on organisation to bezem_door;

create table party (
  organisation_id org_id not null,
  id party_id not null,
  reference text not null,
  kind text not null,
  name text,
  country text,
  language text,
  state text not null default 'active'::text,
  notes text,
  import_id imp_id,
  created_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  erased_rule text,
  inventory_id inv_id,
  tags text[] not null default '{}'::text[],
  constraint party_organisation_id_reference_key UNIQUE (organisation_id, reference),
  constraint party_pkey PRIMARY KEY (organisation_id, id),
  constraint party_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint party_kind_check CHECK ((kind = ANY (ARRAY['natural'::text, 'legal'::text, 'unknown'::text]))),
  constraint party_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text]))),
  constraint party_state_check CHECK ((state = ANY (ARRAY['prospect'::text, 'active'::text, 'suspended'::text, 'former'::text, 'erased'::text])))
);
alter table party enable row level security, force row level security;
create policy house on party for all to bezem_owner using (true) with check (true);
create policy wall on party for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on party to bezem_app;

create table party_before (
  organisation_id org_id not null,
  import_id imp_id not null,
  party_id party_id not null,
  before jsonb,
  constraint party_before_pkey PRIMARY KEY (organisation_id, import_id, party_id),
  constraint party_before_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint party_before_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id) ON DELETE CASCADE
);
alter table party_before enable row level security, force row level security;
create policy house on party_before for all to bezem_owner using (true) with check (true);
create policy wall on party_before for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on party_before to bezem_app;

create table party_owner (
  organisation_id org_id not null,
  id own_id not null,
  party_id party_id not null,
  name text not null,
  kind text not null,
  born text,
  country text,
  share real,
  controls boolean not null,
  source text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint party_owner_pkey PRIMARY KEY (organisation_id, id),
  constraint party_owner_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint party_owner_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint party_owner_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text, 'unknown'::text]))),
  constraint party_owner_share_check CHECK (((share >= (0)::double precision) AND (share <= (100)::double precision)))
);
CREATE INDEX party_owner_party ON public.party_owner USING btree (organisation_id, party_id) WHERE (ended_at IS NULL);
alter table party_owner enable row level security, force row level security;
create policy house on party_owner for all to bezem_owner using (true) with check (true);
create policy wall on party_owner for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on party_owner to bezem_app;

create table payment (
  organisation_id org_id not null,
  id pay_id not null,
  import_id bst_id,
  onboarding_id onb_id not null,
  party_id party_id not null,
  entry_hash bytea not null,
  booked_on date not null,
  amount_cents bigint not null,
  currency text not null,
  method text not null,
  iban_masked text,
  iban_country text,
  payer_tag bytea,
  verdict text not null,
  score real,
  key_id dky_id,
  sealed bytea,
  recorded_at timestamp with time zone not null,
  constraint payment_organisation_id_entry_hash_key UNIQUE (organisation_id, entry_hash),
  constraint payment_pkey PRIMARY KEY (organisation_id, id),
  constraint payment_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint payment_organisation_id_import_id_fkey FOREIGN KEY (organisation_id, import_id) REFERENCES bank_import(organisation_id, id),
  constraint payment_organisation_id_onboarding_id_fkey FOREIGN KEY (organisation_id, onboarding_id) REFERENCES onboarding(organisation_id, id),
  constraint payment_method_check CHECK ((method = ANY (ARRAY['bank'::text, 'ideal'::text, 'direct_debit'::text, 'card'::text, 'paypal'::text, 'voucher'::text, 'crypto'::text, 'other'::text]))),
  constraint payment_verdict_check CHECK ((verdict = ANY (ARRAY['MTCH'::text, 'CMTC'::text, 'NMTC'::text, 'NOAP'::text])))
);
CREATE INDEX payment_party ON public.payment USING btree (organisation_id, party_id, booked_on);
CREATE INDEX payment_tag ON public.payment USING btree (organisation_id, payer_tag) WHERE (payer_tag IS NOT NULL);
alter table payment enable row level security, force row level security;
create policy house on payment for all to bezem_owner using (true) with check (true);
create policy wall on payment for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on payment to bezem_app;

create table preserved (
  organisation_id org_id not null,
  id prs_id not null,
  order_id ord_id not null,
  mode text not null,
  evidence_id evd_id,
  until timestamp with time zone not null,
  extended integer not null default 0,
  added_at timestamp with time zone not null,
  added_by text not null,
  destroyed_at timestamp with time zone,
  destroyed_why text,
  constraint preserved_pkey PRIMARY KEY (organisation_id, id),
  constraint preserved_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint preserved_organisation_id_order_id_fkey FOREIGN KEY (organisation_id, order_id) REFERENCES authority_order(organisation_id, id),
  constraint preserved_mode_check CHECK ((mode = ANY (ARRAY['reference'::text, 'bytes'::text, 'custody'::text])))
);
CREATE INDEX preserved_order ON public.preserved USING btree (organisation_id, order_id);
alter table preserved enable row level security, force row level security;
create policy house on preserved for all to bezem_owner using (true) with check (true);
create policy wall on preserved for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on preserved to bezem_app;

create table probe (
  organisation_id org_id not null,
  id prb_id not null,
  case_id case_id not null,
  at timestamp with time zone not null,
  how text not null,
  target text not null,
  outcome text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint probe_pkey PRIMARY KEY (organisation_id, id),
  constraint probe_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint probe_outcome_check CHECK ((outcome = ANY (ARRAY['still_there'::text, 'gone'::text, 'unclear'::text, 'not_allowed'::text])))
);
alter table probe enable row level security, force row level security;
create policy house on probe for all to bezem_owner using (true) with check (true);
create policy wall on probe for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on probe to bezem_app;

create table reason_exception (
  organisation_id org_id not null,
  decision_id dec_id not null,
  exception text not null,
  article text not null,
  fact text not null,
  by text not null,
  recorded_at timestamp with time zone not null,
  temporary boolean not null default false,
  until timestamp with time zone,
  ended_at timestamp with time zone,
  constraint reason_exception_pkey PRIMARY KEY (organisation_id, decision_id, exception),
  constraint reason_exception_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint reason_exception_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint reason_exception_check CHECK (((until IS NULL) OR temporary)),
  constraint reason_exception_exception_check CHECK ((exception = ANY (ARRAY['no_contact'::text, 'bulk'::text, 'order'::text, 'secrecy'::text, 'mere_conduit'::text]))),
  constraint reason_exception_fact_check CHECK ((fact <> ''::text))
);
alter table reason_exception enable row level security, force row level security;
create policy house on reason_exception for all to bezem_owner using (true) with check (true);
create policy wall on reason_exception for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on reason_exception to bezem_app;
CREATE CONSTRAINT TRIGGER exception_reasons AFTER DELETE OR UPDATE OF organisation_id, decision_id ON public.reason_exception DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reasons_stand();

create table registration (
  organisation_id org_id not null,
  id rgt_id not null,
  domain text not null,
  registered_on date,
  kind text not null,
  party_id party_id,
  reseller_id party_id,
  registrar text,
  collected_by text not null,
  key_id dky_id not null,
  sealed bytea,
  missing text[] not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  ended_on date,
  version integer not null default 1,
  constraint registration_pkey PRIMARY KEY (organisation_id, id),
  constraint registration_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint registration_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint registration_organisation_id_reseller_id_fkey FOREIGN KEY (organisation_id, reseller_id) REFERENCES party(organisation_id, id),
  constraint registration_collected_by_check CHECK ((collected_by = ANY (ARRAY['us'::text, 'reseller'::text, 'registrar'::text]))),
  constraint registration_domain_check CHECK ((domain = lower(domain))),
  constraint registration_forgotten CHECK (((ended_on IS NULL) OR (sealed IS NULL))),
  constraint registration_kind_check CHECK ((kind = ANY (ARRAY['natural'::text, 'legal'::text, 'unknown'::text])))
);
CREATE INDEX registration_party ON public.registration USING btree (organisation_id, party_id) WHERE (party_id IS NOT NULL);
CREATE INDEX registration_reseller ON public.registration USING btree (organisation_id, reseller_id) WHERE (reseller_id IS NOT NULL);
CREATE UNIQUE INDEX registration_domain ON public.registration USING btree (organisation_id, domain) WHERE (ended_on IS NULL);
alter table registration enable row level security, force row level security;
create policy house on registration for all to bezem_owner using (true) with check (true);
create policy wall on registration for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on registration to bezem_app;

create table registration_check (
  organisation_id org_id not null,
  registration_id rgt_id not null,
  no integer not null,
  field text not null,
  method text not null,
  verdict text not null,
  source text not null,
  sealed bytea,
  checked_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  by text not null,
  void_at timestamp with time zone,
  constraint registration_check_pkey PRIMARY KEY (organisation_id, registration_id, no),
  constraint registration_check_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint registration_check_organisation_id_registration_id_fkey FOREIGN KEY (organisation_id, registration_id) REFERENCES registration(organisation_id, id),
  constraint registration_check_source_check CHECK ((source = ANY (ARRAY['us'::text, 'reseller'::text, 'registrar'::text]))),
  constraint registration_check_verdict_check CHECK ((verdict = ANY (ARRAY['verified'::text, 'failed'::text])))
);
alter table registration_check enable row level security, force row level security;
create policy house on registration_check for all to bezem_owner using (true) with check (true);
create policy wall on registration_check for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on registration_check to bezem_app;

create table registration_difference (
  organisation_id org_id not null,
  id rdf_id not null,
  domain text not null,
  registration_id rgt_id,
  kind text not null,
  field text,
  registrar text not null,
  state text not null,
  key_id dky_id not null,
  sealed bytea,
  found_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  version integer not null default 1,
  constraint registration_difference_pkey PRIMARY KEY (organisation_id, id),
  constraint registration_difference_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint registration_difference_organisation_id_registration_id_fkey FOREIGN KEY (organisation_id, registration_id) REFERENCES registration(organisation_id, id),
  constraint registration_difference_kind_check CHECK ((kind = ANY (ARRAY['differs'::text, 'missing_here'::text, 'missing_there'::text]))),
  constraint registration_difference_open CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint registration_difference_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'kept'::text, 'gone'::text])))
);
CREATE INDEX registration_difference_queue ON public.registration_difference USING btree (organisation_id, state, found_at);
CREATE UNIQUE INDEX registration_difference_one ON public.registration_difference USING btree (organisation_id, domain, COALESCE(field, ''::text), registrar) WHERE (state = 'open'::text);
alter table registration_difference enable row level security, force row level security;
create policy house on registration_difference for all to bezem_owner using (true) with check (true);
create policy wall on registration_difference for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on registration_difference to bezem_app;

create table return_match (
  organisation_id org_id not null,
  id rtm_id not null,
  ban_id ban_id not null,
  party_id party_id,
  use text not null,
  article text not null,
  verdict text not null,
  kinds text[] not null,
  points real not null,
  key_id dky_id not null,
  sealed bytea,
  fingerprint bytea,
  state text not null,
  opened_at timestamp with time zone not null,
  reopened integer not null default 0,
  decided_at timestamp with time zone,
  decided_by text,
  version integer not null default 1,
  constraint return_match_pkey PRIMARY KEY (organisation_id, id),
  constraint return_match_organisation_id_ban_id_fkey FOREIGN KEY (organisation_id, ban_id) REFERENCES ban(organisation_id, id),
  constraint return_match_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint return_match_organisation_id_party_id_fkey FOREIGN KEY (organisation_id, party_id) REFERENCES party(organisation_id, id),
  constraint return_match_state_check CHECK ((state = ANY (ARRAY['open'::text, 'under_review'::text, 'same'::text, 'other'::text, 'lapsed'::text]))),
  constraint return_match_use_check CHECK ((use = ANY (ARRAY['onboarding'::text, 'change'::text, 'existing'::text]))),
  constraint return_match_verdict_check CHECK ((verdict = ANY (ARRAY['review'::text, 'block'::text])))
);
CREATE INDEX return_match_queue ON public.return_match USING btree (organisation_id, state, points DESC, id);
CREATE UNIQUE INDEX return_match_pair ON public.return_match USING btree (organisation_id, ban_id, party_id) WHERE (party_id IS NOT NULL);
alter table return_match enable row level security, force row level security;
create policy house on return_match for all to bezem_owner using (true) with check (true);
create policy wall on return_match for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on return_match to bezem_app;

create table screening_run (
  organisation_id org_id not null,
  id scr_id not null,
  trigger text not null,
  generations jsonb not null,
  engine text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  subjects integer not null default 0,
  found integer not null default 0,
  constraint screening_run_pkey PRIMARY KEY (organisation_id, id),
  constraint screening_run_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint screening_run_trigger_check CHECK ((trigger = ANY (ARRAY['list'::text, 'party'::text, 'all'::text, 'manual'::text])))
);
CREATE INDEX screening_run_started ON public.screening_run USING btree (organisation_id, started_at DESC);
alter table screening_run enable row level security, force row level security;
create policy house on screening_run for all to bezem_owner using (true) with check (true);
create policy wall on screening_run for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on screening_run to bezem_app;

create table screening_settings (
  organisation_id org_id not null,
  four_eyes text not null,
  fetched text[] not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint screening_settings_pkey PRIMARY KEY (organisation_id),
  constraint screening_settings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint screening_settings_four_eyes_check CHECK ((four_eyes = ANY (ARRAY['none'::text, 'strong'::text, 'all'::text])))
);
alter table screening_settings enable row level security, force row level security;
create policy house on screening_settings for all to bezem_owner using (true) with check (true);
create policy wall on screening_settings for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on screening_settings to bezem_app;

create table secrecy (
  organisation_id org_id not null,
  order_id ord_id not null,
  since timestamp with time zone not null,
  basis text not null,
  until timestamp with time zone,
  extended integer not null default 0,
  reviewed_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  ended_why text,
  constraint secrecy_pkey PRIMARY KEY (organisation_id, order_id, since),
  constraint secrecy_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint secrecy_organisation_id_order_id_fkey FOREIGN KEY (organisation_id, order_id) REFERENCES authority_order(organisation_id, id),
  constraint secrecy_check CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
);
CREATE UNIQUE INDEX secrecy_running ON public.secrecy USING btree (organisation_id, order_id) WHERE (ended_at IS NULL);
alter table secrecy enable row level security, force row level security;
create policy house on secrecy for all to bezem_owner using (true) with check (true);
create policy wall on secrecy for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on secrecy to bezem_app;

create table service_ability (
  organisation_id org_id not null,
  service_kind text not null,
  can text[] not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint service_ability_pkey PRIMARY KEY (organisation_id, service_kind),
  constraint service_ability_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table service_ability enable row level security, force row level security;
create policy house on service_ability for all to bezem_owner using (true) with check (true);
create policy wall on service_ability for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on service_ability to bezem_app;

create table session (
  organisation_id org_id not null,
  token_hash bytea not null,
  kind text not null,
  member_id mbr_id not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (organisation_id, token_hash),
  constraint session_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint session_organisation_id_member_id_fkey FOREIGN KEY (organisation_id, member_id) REFERENCES member(organisation_id, id),
  constraint session_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'login_link'::text])))
);
CREATE UNIQUE INDEX session_token ON public.session USING btree (token_hash);
alter table session enable row level security, force row level security;
create policy door on session for select to bezem_door using (true);
create policy house on session for all to bezem_owner using (true) with check (true);
create policy wall on session for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on session to bezem_app;
grant select (expires_at, kind, member_id, organisation_id, token_hash, used_at) on session to bezem_door;

create table statement (
  organisation_id org_id not null,
  id sor_id not null,
  decision_id dec_id not null,
  number text not null,
  party_id party_id,
  puid text not null,
  made_at timestamp with time zone not null,
  letters text[] not null default '{}'::text[],
  told_at timestamp with time zone,
  key_id dky_id,
  sealed bytea,
  constraint statement_organisation_id_decision_id_key UNIQUE (organisation_id, decision_id),
  constraint statement_organisation_id_number_key UNIQUE (organisation_id, number),
  constraint statement_organisation_id_puid_key UNIQUE (organisation_id, puid),
  constraint statement_pkey PRIMARY KEY (organisation_id, id),
  constraint statement_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint statement_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint statement_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id)
);
alter table statement enable row level security, force row level security;
create policy house on statement for all to bezem_owner using (true) with check (true);
create policy wall on statement for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on statement to bezem_app;
CREATE CONSTRAINT TRIGGER statement_reasons AFTER DELETE OR UPDATE OF organisation_id, decision_id ON public.statement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reasons_stand();

create table strike (
  organisation_id org_id not null,
  decision_id dec_id not null,
  party_id party_id not null,
  weight smallint not null,
  rule text not null,
  at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint strike_pkey PRIMARY KEY (organisation_id, decision_id),
  constraint strike_organisation_id_decision_id_fkey FOREIGN KEY (organisation_id, decision_id) REFERENCES decision(organisation_id, id),
  constraint strike_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint strike_weight_check CHECK ((weight > 0))
);
CREATE INDEX strike_party ON public.strike USING btree (organisation_id, party_id);
alter table strike enable row level security, force row level security;
create policy house on strike for all to bezem_owner using (true) with check (true);
create policy wall on strike for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on strike to bezem_app;

create table taught_template (
  organisation_id org_id not null,
  id tpl_id not null,
  name text not null,
  version integer not null,
  state text not null default 'draft'::text,
  body jsonb not null,
  made_from msg_id,
  by text not null,
  at timestamp with time zone not null,
  replaces tpl_id,
  active_since timestamp with time zone,
  ended_at timestamp with time zone,
  again jsonb,
  constraint taught_template_organisation_id_name_version_key UNIQUE (organisation_id, name, version),
  constraint taught_template_pkey PRIMARY KEY (organisation_id, id),
  constraint taught_template_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint taught_template_check CHECK ((((state = 'draft'::text) = (active_since IS NULL)) OR (state = 'retired'::text))),
  constraint taught_template_name_check CHECK ((name ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'::text)),
  constraint taught_template_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'active'::text, 'retired'::text]))),
  constraint taught_template_version_check CHECK ((version >= 1))
);
CREATE UNIQUE INDEX taught_template_active ON public.taught_template USING btree (organisation_id, name) WHERE (state = 'active'::text);
alter table taught_template enable row level security, force row level security;
create policy house on taught_template for all to bezem_owner using (true) with check (true);
create policy wall on taught_template for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on taught_template to bezem_app;

create table threat_report (
  organisation_id org_id not null,
  id thr_id not null,
  matter text not null,
  matter_number text not null,
  state text not null,
  known_at timestamp with time zone not null,
  proposed_at timestamp with time zone not null,
  proposed_by text not null,
  decided_at timestamp with time zone,
  decided_by text,
  authorities text[] not null default '{}'::text[],
  letters text[] not null default '{}'::text[],
  party_id party_id,
  key_id dky_id,
  sealed bytea,
  constraint threat_report_pkey PRIMARY KEY (organisation_id, id),
  constraint threat_report_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint threat_report_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint threat_report_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'reported'::text, 'declined'::text])))
);
CREATE INDEX threat_report_matter ON public.threat_report USING btree (organisation_id, matter);
alter table threat_report enable row level security, force row level security;
create policy house on threat_report for all to bezem_owner using (true) with check (true);
create policy wall on threat_report for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on threat_report to bezem_app;

create table transparency_part (
  organisation_id org_id not null,
  report_id trp_id not null,
  name text not null,
  sha256 bytea not null,
  bytes bytea not null,
  constraint transparency_part_pkey PRIMARY KEY (organisation_id, report_id, name),
  constraint transparency_part_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint transparency_part_organisation_id_report_id_fkey FOREIGN KEY (organisation_id, report_id) REFERENCES transparency_report(organisation_id, id)
);
alter table transparency_part enable row level security, force row level security;
create policy house on transparency_part for all to bezem_owner using (true) with check (true);
create policy wall on transparency_part for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on transparency_part to bezem_app;
CREATE TRIGGER transparency_part_stands BEFORE DELETE OR UPDATE ON public.transparency_part FOR EACH ROW EXECUTE FUNCTION transparency_part_stands();

create table transparency_report (
  organisation_id org_id not null,
  id trp_id not null,
  kind text not null,
  service text not null,
  period_from date not null,
  period_to date not null,
  version integer not null,
  state text not null,
  words jsonb not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  checked_at timestamp with time zone,
  checked_by text,
  published_at timestamp with time zone,
  published_by text,
  corrects trp_id,
  reason text,
  sha256 bytea,
  revision integer not null default 1,
  constraint transparency_report_organisation_id_kind_service_period_fro_key UNIQUE (organisation_id, kind, service, period_from, version),
  constraint transparency_report_pkey PRIMARY KEY (organisation_id, id),
  constraint transparency_report_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint report_second_person CHECK (((checked_by IS NULL) OR (checked_by <> changed_by))),
  constraint transparency_report_check CHECK (((state = ANY (ARRAY['published'::text, 'corrected'::text])) = (published_at IS NOT NULL))),
  constraint transparency_report_kind_check CHECK ((kind = ANY (ARRAY['dsa'::text, 'tco'::text]))),
  constraint transparency_report_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'checked'::text, 'published'::text, 'corrected'::text, 'dropped'::text])))
);
CREATE UNIQUE INDEX transparency_report_draft ON public.transparency_report USING btree (organisation_id, kind, service, period_from) WHERE (state = ANY (ARRAY['draft'::text, 'checked'::text]));
alter table transparency_report enable row level security, force row level security;
create policy house on transparency_report for all to bezem_owner using (true) with check (true);
create policy wall on transparency_report for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on transparency_report to bezem_app;

create table trusted_flagger (
  organisation_id org_id not null,
  id tfl_id not null,
  name text not null,
  country text not null,
  areas text[] not null default '{}'::text[],
  domains text[] not null default '{}'::text[],
  valid_from date,
  valid_until date,
  origin text not null,
  code_hash bytea,
  created_at timestamp with time zone not null,
  created_by text not null,
  ended_at timestamp with time zone,
  constraint trusted_flagger_pkey PRIMARY KEY (organisation_id, id),
  constraint trusted_flagger_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint trusted_flagger_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint trusted_flagger_origin_check CHECK ((origin = ANY (ARRAY['register'::text, 'by_hand'::text])))
);
CREATE UNIQUE INDEX trusted_flagger_name ON public.trusted_flagger USING btree (organisation_id, lower(name), country) WHERE (ended_at IS NULL);
alter table trusted_flagger enable row level security, force row level security;
create policy house on trusted_flagger for all to bezem_owner using (true) with check (true);
create policy wall on trusted_flagger for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on trusted_flagger to bezem_app;

create table victim (
  organisation_id org_id not null,
  group_id vic_id not null,
  no integer not null,
  sealed bytea,
  letter_id let_id,
  constraint victim_pkey PRIMARY KEY (organisation_id, group_id, no),
  constraint victim_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint victim_organisation_id_group_id_fkey FOREIGN KEY (organisation_id, group_id) REFERENCES victim_group(organisation_id, id)
);
CREATE INDEX victim_letter ON public.victim USING btree (organisation_id, letter_id) WHERE (letter_id IS NOT NULL);
alter table victim enable row level security, force row level security;
create policy house on victim for all to bezem_owner using (true) with check (true);
create policy wall on victim for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on victim to bezem_app;

create table victim_group (
  organisation_id org_id not null,
  id vic_id not null,
  behalf text not null,
  case_id case_id,
  incident_id inc_id,
  made_at timestamp with time zone not null,
  made_by text not null,
  counted integer not null,
  told integer not null default 0,
  bounced integer not null default 0,
  key_id dky_id not null,
  destroy_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  constraint victim_group_pkey PRIMARY KEY (organisation_id, id),
  constraint victim_group_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint victim_group_organisation_id_key_id_fkey FOREIGN KEY (organisation_id, key_id) REFERENCES data_key(organisation_id, id),
  constraint victim_group_behalf_check CHECK ((behalf = ANY (ARRAY['own'::text, 'police'::text])))
);
CREATE INDEX victim_group_due ON public.victim_group USING btree (organisation_id, destroy_at) WHERE (destroyed_at IS NULL);
alter table victim_group enable row level security, force row level security;
create policy house on victim_group for all to bezem_owner using (true) with check (true);
create policy wall on victim_group for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on victim_group to bezem_app;

create table webhook (
  organisation_id org_id not null,
  id whk_id not null,
  name text not null,
  host text not null,
  key_id dky_id,
  sealed bytea,
  created_at timestamp with time zone not null,
  created_by text not null,
  ended_at timestamp with time zone,
  ended_why text,
  constraint webhook_pkey PRIMARY KEY (organisation_id, id),
  constraint webhook_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  constraint webhook_check CHECK (((key_id IS NOT NULL) OR (sealed IS NULL)))
);
alter table webhook enable row level security, force row level security;
create policy house on webhook for all to bezem_owner using (true) with check (true);
create policy wall on webhook for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on webhook to bezem_app;

create table witnessed_log (
  organisation_id org_id not null,
  name text not null,
  verifier_key text not null,
  size bigint not null default 0,
  root bytea,
  seen_at timestamp with time zone,
  added_at timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint witnessed_log_pkey PRIMARY KEY (organisation_id, name),
  constraint witnessed_log_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table witnessed_log enable row level security, force row level security;
create policy house on witnessed_log for all to bezem_owner using (true) with check (true);
create policy wall on witnessed_log for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on witnessed_log to bezem_app;

create table wording (
  organisation_id org_id not null,
  template text not null,
  audience text not null,
  brand text not null default ''::text,
  version integer not null,
  subject jsonb,
  body jsonb,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  constraint wording_pkey PRIMARY KEY (organisation_id, template, audience, brand, version),
  constraint wording_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id)
);
alter table wording enable row level security, force row level security;
create policy house on wording for all to bezem_owner using (true) with check (true);
create policy wall on wording for all to bezem_app using (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation))) with check (((organisation_id)::text = ( SELECT current_organisation() AS current_organisation)));
grant delete, insert, select, update on wording to bezem_app;

CREATE OR REPLACE PROCEDURE public.build_wall(IN tbl regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy wall on %s to bezem_app using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', tbl);
  execute format('create policy house on %s to bezem_owner using (true) with check (true)', tbl);
  execute format('grant select, insert, update, delete on %s to bezem_app', tbl);
end $procedure$;

CREATE OR REPLACE FUNCTION public.current_organisation()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.organisation', true), '') $function$;

CREATE OR REPLACE FUNCTION public.journal_detail_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and old.sealed is not null and new.sealed is null
     and (new.organisation_id, new.seq, new.no, new.commitment, new.key_id) = (old.organisation_id, old.seq, old.no, old.commitment, old.key_id)
     and new.subject is not distinct from old.subject then
    return new;
  end if;
  raise exception 'the journal is append-only' using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION public.journal_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the journal is append-only' using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION public.letter_keeps_secrets()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.make_finding_day(which date)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare name text := 'finding_' || to_char(which, 'YYYYMMDD');
begin
  if to_regclass('public.' || name) is not null then return false; end if;
  perform pg_advisory_xact_lock(hashtext('make_finding_day'));
  if exists (select 1 from pg_class where relname = name and relnamespace = 'public'::regnamespace) then return false; end if;
  if exists (select 1 from public.finding_other_days where day = which) then return false; end if;
  execute format('create table public.%I (like public.finding including defaults including constraints)', name);
  execute format('alter table public.finding attach partition public.%I for values from (%L) to (%L)', name, which, which + 1);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION public.measure_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a measure stays with its decision' using errcode = 'check_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.no_csam_file()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'notice_file' then
    if exists (select from notice n where n.organisation_id = new.organisation_id and n.id = new.notice_id and n.sensitive = 'csam') then
      raise exception 'a notice of child abuse material has no files' using errcode = '23514', constraint = 'no_csam_file';
    end if;
  elsif new.sensitive = 'csam' and exists (select from notice_file f where f.organisation_id = new.organisation_id and f.notice_id = new.id) then
    raise exception 'a notice of child abuse material has no files' using errcode = '23514', constraint = 'no_csam_file';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.organisation_ids()
 RETURNS TABLE(organisation_id text, slug text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ select o.organisation_id::text, o.slug from public.organisation o order by o.organisation_id $function$;

CREATE OR REPLACE FUNCTION public.reasons_stand()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  org text;
  which text;
begin
  if tg_op = 'DELETE' then org := old.organisation_id; else org := new.organisation_id; end if;
  if tg_table_name = 'decision' then which := new.id;
  elsif tg_op = 'INSERT' then which := new.decision_id;
  else which := old.decision_id;
  end if;
  if (exists (select 1 from public.measure m where m.organisation_id = org and m.decision_id = which and m.state not in ('planned', 'dropped'))
      or exists (select 1 from public.decision d where d.organisation_id = org and d.id = which and d.state in ('in_force', 'expired', 'reversed', 'superseded') and d.restrictions <> '{}'))
     and not exists (select 1 from public.statement s where s.organisation_id = org and s.decision_id = which)
     and not exists (select 1 from public.reason_exception e where e.organisation_id = org and e.decision_id = which)
  then
    raise exception 'no restriction without a statement of reasons or a recorded exception (decision %)', which
      using errcode = 'check_violation', constraint = 'reasons_stand';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.take_channels(who text, most integer, now_at timestamp with time zone, lease_for interval)
 RETURNS TABLE(organisation_id text, id text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  -- One taker at a time, so that two servers cannot both see the same host as free.
  perform pg_advisory_xact_lock(hashtext('take_channels'));
  return query
  with due as (
    select c.organisation_id as o, c.id as i,
           row_number() over (partition by coalesce(c.host, c.organisation_id || c.id) order by c.next_at, c.id) as n, c.next_at as at
      from public.channel c
     where c.state = 'running' and c.next_at <= now_at and (c.leased_until is null or c.leased_until < now_at)
       and (c.host is null or c.kind = 'imap' or not exists (
         select 1 from public.channel b where b.host = c.host and b.kind <> 'imap' and b.leased_until >= now_at)))
  update public.channel c set lease = who, leased_until = now_at + lease_for
    from (select d.o, d.i from due d join public.channel k on k.organisation_id = d.o and k.id = d.i
           where d.n = 1 or k.kind = 'imap' order by d.at, d.i limit most) t
   where c.organisation_id = t.o and c.id = t.i
  returning c.organisation_id::text, c.id::text;
end $function$;

CREATE OR REPLACE FUNCTION public.take_jobs(which text, most integer, now_at timestamp with time zone, lease interval)
 RETURNS TABLE(id bigint, organisation_id text, kind text, payload jsonb, tries integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  update public.job j set locked_until = now_at + lease, tries = j.tries + 1
   where j.id in (
     select n.id from public.job n
      where n.lane = which and n.done_at is null and n.failed_at is null and n.run_at <= now_at
        and (n.locked_until is null or n.locked_until < now_at)
      order by n.run_at, n.id limit most for update skip locked)
  returning j.id, j.organisation_id::text, j.kind, j.payload, j.tries $function$;

CREATE OR REPLACE FUNCTION public.transparency_part_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a published report is frozen' using errcode = 'check_violation', constraint = 'transparency_part_stands';
end $function$;
