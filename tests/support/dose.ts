/** How much of a costly proof: CI's share, or all of it with `ESPALIER_TEST_DOSE=full` before a release. */
export function dose(ci: number, full: number): number {
  return process.env.ESPALIER_TEST_DOSE === "full" ? full : ci;
}
