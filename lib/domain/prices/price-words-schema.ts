/** The same words as the tables': a form may load them, and no form loads a table. */
export const currencies = ["CNY", "EUR", "GBP", "HKD", "IDR", "JPY", "KRW", "SGD", "USD", "VND"] as const;
export const tierScopes = ["none", "resource", "sub-account"] as const;
