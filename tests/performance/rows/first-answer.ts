// A newcomer's first answer: from the start command, or from the server package, to its last word in a browser that is already open.
// Proves: UI-7
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright';

import { launchChromium, SOFTWARE_OPENGL } from '#tests/support/chromium.ts';
import { makeServerPackage, packageEntry, unpackServerPackage } from '#tests/support/server-package.ts';

import { playNewcomer, type NewcomerWay } from '../chromium/newcomer.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';

/** From the start command, including the clicks, s. */
const START_TARGET_S = 15;
/** From the downloaded package, s. */
const INSTALL_TARGET_S = 30;

interface Path {
  readonly id: string;
  readonly title: string;
  readonly way: NewcomerWay;
  readonly target: number;
  readonly install?: (folder: string) => string;
}

/** Measures each path `times` times, each with a new home folder. */
export async function firstAnswerRows(times: number): Promise<readonly Row[]> {
  const downloads = mkdtempSync(join(tmpdir(), 'gatehouse-downloads-'));
  const browser = await launchChromium(SOFTWARE_OPENGL);
  try {
    const rows: Row[] = [];
    for (const path of paths(makeServerPackage(downloads))) rows.push(await measure(browser, path, times));
    return rows;
  } finally {
    await browser.close();
    rmSync(downloads, { recursive: true, force: true });
  }
}

function paths(archive: string): readonly Path[] {
  const unpack = (folder: string): string => packageEntry(unpackServerPackage(archive, folder));
  return [
    {
      id: 'first-answer-key',
      title: 'start command to the first answer, key in the environment',
      way: 'key',
      target: START_TARGET_S,
    },
    {
      id: 'first-answer-demo',
      title: 'start command to the first answer, demo',
      way: 'demo',
      target: START_TARGET_S,
    },
    {
      id: 'first-answer-install',
      title: 'unpacking the server package to the first answer, demo',
      way: 'demo',
      target: INSTALL_TARGET_S,
      install: unpack,
    },
  ];
}

async function measure(browser: Browser, { id, title, way, target, install }: Path, times: number): Promise<Row> {
  const answers: number[] = [];
  const screens: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const newcomer = await playNewcomer(browser, way, install);
    answers.push(newcomer.firstAnswerMs);
    screens.push(newcomer.firstScreenMs);
    await newcomer.close();
  }
  return {
    id,
    title,
    unit: 's',
    value: median(answers) / 1000,
    target,
    better: 'lower',
    bare: undefined,
    note: `first screen after ${(median(screens) / 1000).toFixed(1)} s; clicks without delay, Chromium without a graphics card`,
  };
}
