-- A policy asks for its context dozens of times in a statement: what it asks is inlined, and checked by one function
-- that reads the seal itself. What is checked, and what a faulty context is answered, stays as it was.
create or replace function app.ctx(part int) returns text
language plpgsql stable parallel restricted security definer set search_path = pg_catalog as $$
declare
  c text := current_setting('espalier.ctx', true);
  seal auth.seal;
  mac text;
begin
  if coalesce(c, '') = '' then return null; end if;
  select * into seal from auth.seal;
  mac := encode(sha256(seal.opad || sha256(seal.ipad || convert_to(left(c, -65), 'UTF8'))), 'hex');
  if split_part(c, '|', 7) is distinct from mac
     or split_part(c, '|', 5) <> pg_backend_pid()::text
     or split_part(c, '|', 6) <> extract(epoch from now())::text then
    raise 'forged context' using errcode = '42501';
  end if;
  return nullif(split_part(c, '|', part), '');
end $$;
--> statement-breakpoint
create or replace function app.scope() returns text language sql stable parallel restricted return app.ctx(1);
--> statement-breakpoint
create or replace function app.account_id() returns uuid language sql stable parallel restricted return app.ctx(2)::uuid;
--> statement-breakpoint
create or replace function app.sub_account_id() returns uuid language sql stable parallel restricted return app.ctx(3)::uuid;
