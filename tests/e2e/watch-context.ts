import type { BrowserContext } from "@playwright/test";

/**
 * Collects what no page may ever do: break its own policy, throw, or ask another origin for anything. The list fills
 * while the context lives.
 */
export async function watchContext(context: BrowserContext, origin: string, scripted: boolean): Promise<string[]> {
  const faults: string[] = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || ["data:", "blob:", "about:"].includes(url.protocol);
    if (!isOwn) faults.push(`asked another origin: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const text = message.text();
    if (/content security policy|refused to|hydrat|unhandled/i.test(text)) {
      faults.push(`${context.pages()[0]?.url()}: console: ${text}`);
    }
  });
  context.on("weberror", (error) => faults.push(`${error.page()?.url()}: threw: ${error.error().stack}`));
  if (scripted) {
    await context.exposeBinding("reportViolation", ({ page }, text: string) => {
      faults.push(`${page.url()}: policy: ${text}`);
    });
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        const report = (window as unknown as { reportViolation: (text: string) => void }).reportViolation;
        report(
          `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
        );
      });
    });
  }
  return faults;
}
