import { fillAsOwner } from "./fill-as-owner";

const skus = 12;

const statements = [
  `insert into app.books (account_id, currency, minor_digits, time_zone) select account_id, 'CNY', 2, 'Asia/Shanghai' from app.accounts`,
  `insert into app.ledger_accounts (account_id, kind, overdraft)
   select account_id, k, o from app.books, (values ('wallet', 0::bigint), ('funding', null)) v (k, o)`,
  `insert into app.billing_services (code, name_en, name_zh, category, subcategory) values ('compute', 'Compute', '计算', 'Compute', 'Other')`,
  `insert into app.skus (code, service_code, name_en, name_zh, meter, consumed_unit, pricing_unit, units_per_price_unit)
   select 'sku-' || s, 'compute', 'SKU ' || s, 'SKU ' || s, 'meter-' || s, 'Units', 'Units', 1 from generate_series(1, ${skus}) s`,
  `insert into app.sku_prices (id, sku_code, code, selector, tier_scope)
   select s, 'sku-' || s, 'price-' || s, '{}', 'none' from generate_series(1, ${skus}) s`,
  `insert into app.prices (id, sku_price_id, currency, valid_from, tiers, created_by)
   select s, s, 'CNY', '2020-01-01', '[{"upTo": null, "unitPrice": "0.001"}]', 'bench' from generate_series(1, ${skus}) s`,
  // One limit for each person, as a careful account has them, and one for all.
  `insert into app.spend_limits (account_id, id, sub_account_id, per, hard)
   select s.account_id, gen_random_uuid(), s.id, 'month', 1000000000000 from app.sub_accounts s`,
  `insert into app.spend_limits (account_id, id, per, hard) select account_id, gen_random_uuid(), 'day', 1000000000000 from app.books`,
];

/** Books, wallets, a price book and spend limits for every account there is. */
export async function fillBooks(ownerUrl: string): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    for (const statement of statements) await sql.unsafe(statement);
  });
}
