// Writes docs/tour.md from the steps of a test: what a person does, with a picture of each. The test fails if the page is old.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const FILE = join(PROJECT_ROOT, 'docs/tour.md');
const PICTURES = join(PROJECT_ROOT, 'docs/tour');
/** `GATEHOUSE_RECORD_TOUR=1` writes the page and its pictures. Otherwise, the texts are compared with those of the page. */
const RECORDS = process.env['GATEHOUSE_RECORD_TOUR'] === '1';
/** Things that fade in take at most 200 ms. */
const SETTLED_MS = 400;

interface Step {
  readonly title: string;
  readonly text: string;
  readonly picture: string;
}

/** A page that is recorded. */
export interface TourPage {
  /** Adds a step, with a picture of the page as it is now. */
  step(page: Page, title: string, text: string): Promise<void>;
  /** Writes the page, or returns its text and that of the stored one for comparison. */
  finish(): { readonly recorded: string; readonly stored: string };
}

/** Starts recording. */
export function recordTour(title: string, introduction: string): TourPage {
  const steps: Step[] = [];
  if (RECORDS) rmSync(PICTURES, { recursive: true, force: true });
  return {
    async step(page, heading, text) {
      const picture = `${String(steps.length + 1).padStart(2, '0')}-${toFileName(heading)}.png`;
      steps.push({ title: heading, text, picture });
      if (!RECORDS) return;
      mkdirSync(PICTURES, { recursive: true });
      // The pointer's tooltip isn't part of the step.
      await page.mouse.move(0, 0);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(SETTLED_MS);
      await page.screenshot({ path: join(PICTURES, picture) });
    },
    finish() {
      const recorded = toMarkdown(title, introduction, steps);
      if (RECORDS) writeFileSync(FILE, recorded);
      const missing = steps.filter(({ picture }) => !readdirSync(PICTURES).includes(picture));
      if (missing.length > 0) throw new Error(`docs/tour lacks ${missing.map(({ picture }) => picture).join(', ')}`);
      return { recorded, stored: readFileSync(FILE, 'utf8') };
    },
  };
}

function toFileName(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function toMarkdown(title: string, introduction: string, steps: readonly Step[]): string {
  const parts = steps.map(
    ({ title: heading, text, picture }, at) =>
      `## ${at + 1}. ${heading}\n\n${text}\n\n![${heading}](tour/${picture})\n`,
  );
  return [`# ${title}\n`, `${introduction}\n`, ...parts].join('\n');
}
