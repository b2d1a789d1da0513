// What every browser test needs: a local model, the built host, a Chromium, a tab; taken down again when the test ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, BrowserContextOptions } from 'playwright';
import { describe, expect, onTestFinished } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { launchChromium, provideChromium } from '#tests/support/chromium.ts';
import {
  DEFAULT_MODEL,
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';

import { AppPage } from './app-page.ts';
import { watchPage } from './watch-page.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

/** What the page looked like when a test failed. */
const PICTURES = join(PROJECT_ROOT, 'node_modules/.cache/gatehouse/e2e');
const KEY = 'sk-ant-test-0123456789abcdef';
/** A browser keeps memory of pages that are closed. */
const FILES_PER_BROWSER = 6;

/** How the stage is set. */
export interface StageOptions {
  /** The model's part; without it there is no model server. */
  readonly model?: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>;
  readonly models?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A set stage. */
export interface Stage {
  readonly model: ModelServer;
  /** The host that runs now. */
  host(): RunningHost;
  /** A folder for the agent; removed afterwards. */
  readonly workspace: string;
  /** A new browser profile with one tab. Fails the test when the page complains about anything. */
  openTab(options?: BrowserContextOptions): Promise<AppPage>;
  /** SIGKILL, then another process on the same home and the same port. */
  killAndRestart(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const noChromium = await provideChromium().then((install) => (typeof install === 'string' ? install : undefined));

/** A `describe` whose tests are skipped, with the reason in its name, where no Chromium can be had. */
export function describeInBrowser(name: string, body: () => void): void {
  if (noChromium === undefined) describe(name, body);
  else describe.skip(`${name} (skipped: ${noChromium})`, body);
}

let shared: Promise<Browser> | undefined;
/** Files that have used the browser. */
let files = 0;

/** One Chromium for the tests of several files, which run in the same process. */
export function browser(): Promise<Browser> {
  shared ??= launchChromium();
  return shared;
}

/** To be called after the last test of a file. The next file gets the same browser, unless it has been used for long. */
export async function closeBrowser(): Promise<void> {
  files += 1;
  if (files % FILES_PER_BROWSER !== 0) return;
  await (await shared)?.close();
  shared = undefined;
}

/** Sets a stage; everything is taken down when the test ends. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const model = await startModelServer(options.model ?? silentModel, options.models);
  onTestFinished(() => model.close());
  const env = {
    OLLAMA_HOST: 'http://127.0.0.1:9',
    GATEHOUSE_TRUSTED_FOLDERS: folder,
    ...(options.model === undefined ? {} : { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: model.url }),
    ...options.env,
  };
  const home = join(folder, 'home');
  let host = await startRunningHost({ home, env });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(host.stderr());
    await host.dispose();
  });
  const { port } = host;
  const restart = async (): Promise<void> => {
    host = await startRunningHost({ home, env, port });
  };
  const tabs: AppPage[] = [];
  const kill = async (): Promise<void> => {
    for (const tab of tabs) tab.watch.expectOutage();
    await host.kill();
  };
  return {
    model,
    host: () => host,
    workspace: join(folder, 'workspace'),
    openTab: async (tabOptions) => {
      const tab = await openTab(tabOptions);
      tabs.push(tab);
      return tab;
    },
    kill,
    restart,
    killAndRestart: async () => {
      await kill();
      await restart();
    },
  };
}

/** A set stage with a tab that is signed in at Home. The first run is over: its choices are made without a browser. */
export async function openReadyApp(
  options: StageOptions,
  tabOptions?: BrowserContextOptions,
): Promise<{ stage: Stage; app: AppPage }> {
  const stage = await openStage(options);
  const { origin, token, signInUrl } = stage.host();
  const client = await connectTo(origin, token);
  const model = `anthropic/${options.models?.[0] ?? DEFAULT_MODEL}`;
  await client.request('setup.choose', { model, workspace: stage.workspace, createWorkspace: true, done: true });
  client.stop();
  const app = await stage.openTab(tabOptions);
  await app.signIn(signInUrl);
  return { stage, app };
}

/** A tab in a new profile, closed when the test ends. Without motion, so that a page is drawn once per change. */
export async function openTab(options: BrowserContextOptions = {}): Promise<AppPage> {
  const context = await (
    await browser()
  ).newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(MAX_WAIT_MS);
  const page = await context.newPage();
  const watch = watchPage(page);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: join(PICTURES, `${slug(task.name)}.png`) });
    await context.close();
    expect(watch.complaints(), 'the page complained').toEqual([]);
  });
  return new AppPage(page, watch);
}

function slug(name: string): string {
  return name.replaceAll(/\W+/g, '-').slice(0, 80);
}

function silentModel(): Reply {
  return { status: 500, body: 'no model was expected to be asked' };
}
