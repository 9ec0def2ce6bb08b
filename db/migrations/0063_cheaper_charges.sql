-- Lets three small functions run within those that call them for each charge: a search_path of their own kept them apart,
-- and cost a quarter of what rating costs the server. Nothing in them needs one: what they name is qualified or built in,
-- and whoever calls them for money has a fixed path.
alter function billing.month_of(timestamptz, text) reset all;
--> statement-breakpoint
alter function billing.window_start(text, timestamptz, text) reset all;
--> statement-breakpoint
alter function app.refuse_closed_month() reset all;
