-- Scope `self` without a sub-account, which nothing of ours opens, shows no workspace instead of all of them.
create or replace function app.narrowed_to() returns uuid language sql stable parallel restricted return
  case split_part(current_setting('espalier.ctx', true), '|', 1)
    when 'self' then coalesce(app.ctx(3)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    when 'lookup' then app.ctx(3)::uuid end;
