-- Each source's newest usage that is priced: a row for each account and source instead of a look at days of usage. Decision 0133.
CREATE TABLE "app"."usage_sources" (
	"account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"used_until" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_sources_account_id_source_pk" PRIMARY KEY("account_id","source")
);
--> statement-breakpoint
alter table app.usage_sources enable row level security;
--> statement-breakpoint
alter table app.usage_sources force row level security;
--> statement-breakpoint
create policy gate on app.usage_sources as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.usage_sources as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.usage_sources as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.usage_sources as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.usage_sources to espalier_app;
--> statement-breakpoint
alter table app.usage_sources set (fillfactor = 70);
--> statement-breakpoint
-- Under FORCE the owner too needs a context to see a row; taken back, because each migration has its own.
select auth.enter_maintenance();
--> statement-breakpoint
insert into app.usage_sources (account_id, source, used_until)
  select u.account_id, u.source, max(u.end_at) from app.usage_events u join app.books b on b.account_id = u.account_id
  where u.ingest_xid <= b.rated_to group by 1, 2;
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
-- In the rater's transaction, which holds the books: nobody else writes these rows.
create function billing.note_sources(p_sources text[], p_until timestamptz[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  insert into app.usage_sources as s (account_id, source, used_until)
    select acc, n.source, n.used_until from unnest(p_sources, p_until) n (source, used_until) order by 2
    on conflict (account_id, source) do update set used_until = excluded.used_until where s.used_until < excluded.used_until;
end $$;
--> statement-breakpoint
grant execute on function billing.note_sources to espalier_app;
