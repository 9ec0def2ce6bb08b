import "server-only";

/** Both alphabets are plain: nothing to quote, nothing that a spreadsheet would run. */
export function writeServiceKeyFile({ name, token }: { name: string; token: string }): string {
  return `\ufeffService,Service key\r\n${name},${token}\r\n`;
}
