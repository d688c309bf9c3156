-- A reference that follows from another is not looked up twice for each row: a detail of the journal belongs to a leaf, a piece to
-- what is kept, and what is kept to a key; each of those names its organisation already, and is found by it.
alter table journal_detail drop constraint journal_detail_organisation_id_fkey;
alter table kept_piece drop constraint kept_piece_organisation_id_fkey;
alter table kept drop constraint kept_organisation_id_fkey;
-- Sealed bytes do not compress: nobody need try.
alter table kept_piece alter column bytes set storage external;
