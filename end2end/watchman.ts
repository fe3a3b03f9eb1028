import type { BrowserContext } from "@playwright/test";

/**
 * Collects whatever a browser complains about in any page of the context: console errors and warnings (hydration
 * mistakes among them), exceptions, violations of the content security policy, requests to another host.
 */
export async function watch(context: BrowserContext, baseURL: string): Promise<string[]> {
  const complaints: string[] = [];
  const home = new URL(baseURL).origin;
  context.on("console", (message) => {
    // What is loaded ahead is used late where the machine is slow, and that is no mistake.
    if (/was preloaded using link preload but not used/.test(message.text())) return;
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => complaints.push(`exception: ${error.error().stack ?? error.error()}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== home) {
      complaints.push(`request to another host: ${request.url()}`);
    }
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`Content security policy: ${event.violatedDirective} blocked ${event.blockedURI}`);
    });
  });
  return complaints;
}
