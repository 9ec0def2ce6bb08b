import "server-only";

/** Both alphabets are plain: nothing to quote, nothing that a spreadsheet would run. */
export function writeServiceKeyFile({ name, token }: { name: string; token: string }): string {
  return `\ufeffservice,service_key\r\n${name},${token}\r\n`;
}
