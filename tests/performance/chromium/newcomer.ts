// A newcomer's path in a browser: from the start command to the end of the first answer, with a key in the environment or with
// the demo. Nothing was ever set up: the home folder is new.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright';

import { defined } from '#contract/types/defined.ts';
import { AppPage } from '#tests/e2e/app-page.ts';
import { watchPage } from '#tests/e2e/watch-page.ts';
import { lastUserText, startModelServer } from '#tests/support/model-server.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { t } from '#messages/translate.ts';

/** How the newcomer gets a model. */
export type NewcomerWay = 'key' | 'demo';

/** The app after the first answer. */
export interface Newcomer {
  readonly app: AppPage;
  readonly host: RunningHost;
  readonly workspace: string;
  /** From the start command, or the installation before it, to the first screen and to the end of the first answer, ms. */
  readonly firstScreenMs: number;
  readonly firstAnswerMs: number;
  /** The answer as shown. */
  readonly answer: string;
  close(): Promise<void>;
}

const QUESTIONS = { key: 'What is the capital of France?', demo: 'Make a plan' } as const;
const KEY = 'sk-ant-test-0123456789abcdef';

/**
 * Performs the whole setup once, in a browser that is already open. `install` puts the product into a folder first, and returns its
 * entry file; default: the built one. The caller closes.
 */
export async function playNewcomer(
  browser: Browser,
  way: NewcomerWay,
  install?: (folder: string) => string,
): Promise<Newcomer> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-newcomer-'));
  const workspace = join(folder, 'first-project');
  const model = await startModelServer((request) => ({
    steps: [{ say: lastUserText(request) === QUESTIONS.key ? 'Paris.' : `Answer to: ${lastUserText(request)}` }],
  }));
  const startedAt = performance.now();
  const entry = install?.(folder);
  const host = await startRunningHost({
    home: join(folder, 'home'),
    env: environment(way, model.url),
    ...defined({ entry }),
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const app = new AppPage(page, watchPage(page));
  await app.signIn(host.signInUrl);
  await app.heading(t('setup.model.title')).waitFor();
  const firstScreenMs = performance.now() - startedAt;
  await app.firstRun(way === 'key' ? /Anthropic key found/ : t('setup.choice.demo'), workspace);
  await app.beginTask(QUESTIONS[way]);
  await app
    .conversation()
    .getByRole('button', { name: t('transcript.copy') })
    .last()
    .waitFor();
  await app.idle();
  const firstAnswerMs = performance.now() - startedAt;
  return {
    app,
    host,
    workspace,
    firstScreenMs,
    firstAnswerMs,
    answer: await app.said(),
    async close() {
      await page.close();
      await host.dispose();
      await model.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The newcomer's environment: no model but the one that is meant, and no network. */
function environment(way: NewcomerWay, url: string): Readonly<Record<string, string>> {
  const local = { OLLAMA_HOST: 'http://127.0.0.1:9' };
  return way === 'demo' ? local : { ...local, ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
}
