-- The queue itself says when a replaced key is looked at: the list beside it goes. Way back: 0003 and 0004 made it.
DROP TABLE "app"."access_key_retirements" CASCADE;