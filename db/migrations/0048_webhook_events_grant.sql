-- The whole grant in one line, as the class of the table has it: events are marked when they are handed out.
grant select, insert, update, delete on app.webhook_events to espalier_app;
