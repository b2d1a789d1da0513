// Opening a session with 20,000 messages in the app: from the click to the first paint of its end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright';

import { t } from '#messages/translate.ts';
import { launchChromium, SOFTWARE_OPENGL } from '#tests/support/chromium.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { BenchClient } from '../bench-client.ts';
import type { ModelProcess } from '../child-process.ts';
import type { Row } from '../report.ts';
import { seededSession, seedHome, seedMessages } from '../seed.ts';
import { quantile } from '../statistics.ts';
import { makeHome, startHost } from '../world.ts';

const MESSAGES = 20_000;
const LONG = 'agent:main:long';
const SHORT = 'agent:main:short';

/** Measures the first opening ever, the first one after another start of the host, and `samples` later ones. */
export async function openSessionRows(model: ModelProcess, samples: number): Promise<readonly Row[]> {
  const home = makeHome();
  const workspace = mkdtempSync(`${tmpdir()}/gatehouse-bench-work-`);
  await seedHome(home, async (sessions) => {
    for (const [index, key] of [LONG, SHORT].entries())
      await seedMessages(
        sessions,
        seededSession(key, index + 1),
        key === LONG ? MESSAGES : 20,
        (at) => `${key} ${at}.`,
      );
  });
  try {
    const world = { home, workspace, model };
    const ever = await inHost(world, async (page) => {
      const time = await open(page, LONG, MESSAGES);
      await waitForCheckpoint(home);
      return time;
    });
    const { first, later } = await inHost(world, (page) => openAfterStart(page, samples));
    const row = { unit: 'ms', target: 200, better: 'lower', bare: undefined } as const;
    const title = 'Opening a session with 20,000 messages to the first paint of its end';
    const slowest = `slowest of ${samples}: ${Math.max(...later).toFixed(0)} ms`;
    return [
      { ...row, id: 'open-long', title, value: quantile(later, 0.5), note: slowest },
      { ...row, id: 'open-long-first', title: 'same, the first time after the host has started', value: first },
      {
        ...row,
        id: 'open-long-without-checkpoint',
        title: 'same, without a checkpoint, such as once after an update from an older version',
        value: ever,
        target: 1_000,
      },
    ];
  } finally {
    for (const folder of [home, workspace])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function openAfterStart(page: Page, samples: number) {
  const first = await open(page, LONG, MESSAGES);
  const later: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    await open(page, SHORT, 20);
    later.push(await open(page, LONG, MESSAGES));
  }
  return { first, later };
}

interface HostWorld {
  readonly home: string;
  readonly workspace: string;
  readonly model: ModelProcess;
}

/** Runs `measure` with a new host and a page that has loaded the code of sessions. */
async function inHost<T>({ home, workspace, model }: HostWorld, measure: (page: Page) => Promise<T>): Promise<T> {
  const host = await startHost(home, model);
  const browser = await launchChromium([...SOFTWARE_OPENGL]);
  const client = await BenchClient.connect(host.port, host.token);
  try {
    await client.request('setup.choose', { workspace, done: true });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(host.signInUrl);
    await page.getByRole('textbox', { name: t('home.task.label') }).waitFor();
    await open(page, SHORT, 20);
    return await measure(page);
  } finally {
    client.close();
    await browser.close();
    await host.stop();
  }
}

/** The host saves it when it has nothing more urgent to do. */
async function waitForCheckpoint(home: string): Promise<void> {
  const database = new Database(join(home, 'gatehouse.db'), { readonly: true });
  try {
    const count = database.prepare('SELECT count(*) FROM session_checkpoints').pluck();
    await waitUntil('the checkpoint', () => count.get() === 1);
  } finally {
    database.close();
  }
}

/** Time until the last message is painted, ms. */
function open(page: Page, key: string, messages: number): Promise<number> {
  return page.evaluate(openInPage, { hash: `/sessions/${encodeURIComponent(key)}`, text: `${key} ${messages - 1}.` });
}

async function openInPage({ hash, text }: { hash: string; text: string }): Promise<number> {
  const startedAt = performance.now();
  location.hash = hash;
  const isShown = (): boolean => {
    const rows = [...document.querySelectorAll('[role="log"] [data-index]')];
    return rows.some((row) => row.textContent?.includes(text) === true);
  };
  while (!isShown()) await new Promise(requestAnimationFrame);
  // A message that is posted in a frame arrives after its paint.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', resolve);
    port1.start();
    requestAnimationFrame(() => port2.postMessage(0));
  });
  return performance.now() - startedAt;
}
