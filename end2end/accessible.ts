// What axe says of a page.

import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with each violation, the elements that it is about, and what would mend it. `part` is a selector. */
export async function expectNoViolations(page: Page, part = "html") {
  await page.waitForLoadState();
  await expect(page.locator(part).first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(part).withTags(TAGS).analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => `${node.html}\n    ${node.failureSummary}`).join("\n  ")}`);
  expect(told.join("\n")).toBe("");
}
