type Label = (key: "days" | "noExpiry", values?: { count: number }) => string;

/** How long a key is good for, from now. */
export function expiryOptions(t: Label): { value: string; label: string }[] {
  const days = [30, 90, 180, 365].map((count) => ({ value: String(count), label: t("days", { count }) }));
  return [...days, { value: "none", label: t("noExpiry") }];
}
