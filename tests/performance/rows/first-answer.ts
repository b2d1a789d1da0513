// A newcomer's first answer: from the start command to its last word in a browser that is open already.
// Proves: UI-7
import { launchChromium } from '#tests/support/chromium.ts';

import { playNewcomer, type NewcomerWay } from '../chromium/newcomer.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';

const TITLES: Readonly<Record<NewcomerWay, string>> = {
  key: 'start command to the first answer, key in the environment',
  demo: 'start command to the first answer, demo',
};
/** The whole path may take this long, including the clicks, s. */
const TARGET_S = 15;

/** Measures each way `times` times, each with a new home folder. */
export async function firstAnswerRows(times: number): Promise<readonly Row[]> {
  const browser = await launchChromium();
  try {
    return [await row('key', times), await row('demo', times)];
  } finally {
    await browser.close();
  }

  async function row(way: NewcomerWay, rounds: number): Promise<Row> {
    const answers: number[] = [];
    const screens: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const newcomer = await playNewcomer(browser, way);
      answers.push(newcomer.firstAnswerMs);
      screens.push(newcomer.firstScreenMs);
      await newcomer.close();
    }
    return {
      id: `first-answer-${way}`,
      title: TITLES[way],
      unit: 's',
      value: median(answers) / 1000,
      target: TARGET_S,
      better: 'lower',
      bare: undefined,
      note: `first screen after ${(median(screens) / 1000).toFixed(1)} s; clicks without delay, Chromium without a graphics card`,
    };
  }
}
