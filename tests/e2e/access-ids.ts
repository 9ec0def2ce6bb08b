/** Ids that rows speak of; the spec fills in what only a running server knows. */
export const ids = {
  harborAccountId: "{harbor}",
  meadowAccountId: "{meadow}",
  meadowDocumentId: "{meadow-document}",
  /** Well-formed, and issued to nobody. */
  nobodysKey: "LTAIAAAAAAAAAAAAAA28vOZL",
  madeUp: "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11",
} as const;
