// Pictures of pages that stay the same from run to run, and their comparison with stored ones.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright';
import { PNG } from 'pngjs';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const STORED = join(PROJECT_ROOT, 'tests/e2e/visual');
/** The pictures of pages that differ, and what differs. */
const DIFFERENT = join(PROJECT_ROOT, 'node_modules/.cache/gatehouse/visual');
/** `GATEHOUSE_UPDATE_VISUALS=1` stores new pictures. */
const UPDATES = process.env['GATEHOUSE_UPDATE_VISUALS'] === '1';
/** Sensitivity to the color of a pixel, from 0 to 1: edges of letters differ between machines. */
const COLOR_THRESHOLD = 0.2;
/** Part of a picture that may differ. A moved row or another background differs in much more. */
const MAX_PART = 0.01;

/** The themes. High contrast is that of the system. */
export const THEMES = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'light', contrast: 'more' },
} as const;

/** How the picture of a page differs from the stored one; undefined if it doesn't, or if pictures are being stored. */
export async function comparePicture(page: Page, name: string): Promise<string | undefined> {
  await page.evaluate(hideFacts);
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'device' });
  const file = join(STORED, `${name}.png`);
  if (UPDATES) {
    mkdirSync(STORED, { recursive: true });
    writeFileSync(file, taken);
    return undefined;
  }
  if (!existsSync(file)) return `${name}: no picture is stored. Store it with GATEHOUSE_UPDATE_VISUALS=1`;
  const [actual, expected] = [PNG.sync.read(taken), PNG.sync.read(readFileSync(file))];
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) return `${name}: ${actual.width}×${actual.height} pixels`;
  const difference = new PNG({ width, height });
  const options = { threshold: COLOR_THRESHOLD };
  const count = pixelmatch(actual.data, expected.data, difference.data, width, height, options);
  const part = count / (width * height);
  if (part <= MAX_PART) return undefined;
  mkdirSync(DIFFERENT, { recursive: true });
  writeFileSync(join(DIFFERENT, `${name}.png`), taken);
  writeFileSync(join(DIFFERENT, `${name}.difference.png`), PNG.sync.write(difference));
  return `${name}: ${(part * 100).toFixed(1)} % of the pixels differ`;
}

/** Times, amounts, and IDs differ in each run. Runs in the page. */
function hideFacts(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    const hidden = text
      .replaceAll(/\b(?=[\da-f-]*\d)[\da-f-]{6,}\b/g, '0')
      .replaceAll(/\d+([.,:]\d+)*/g, '0')
      .replaceAll(/\b0 ?(ms|s|m|min|h|seconds?|minutes?|hours?)( ago)?\b|\bnow\b/g, '0');
    if (hidden !== text) node.nodeValue = hidden;
  }
}
