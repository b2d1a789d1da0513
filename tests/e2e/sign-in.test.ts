// Who gets in: a link once, no token anywhere in the page, nobody from another origin, nothing foreign executed.
// Proves: SC-3
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, expect, it, onTestFinished } from 'vitest';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, openStage, openTab, type Stage, describeInBrowser } from './stage.ts';

afterAll(closeBrowser);

const SIGN_IN = t('app.signIn.title');

async function signedIn(): Promise<{ stage: Stage; app: AppPage }> {
  const stage = await openStage({ model: () => ({ steps: [{ say: 'Here I am.' }] }) });
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  return { stage, app };
}

describeInBrowser('sign-in', () => {
  it('accepts each link once and tells a second browser what to do', async () => {
    const { stage, app } = await signedIn();
    await app.heading(t('setup.model.title')).waitFor();
    const second = await openTab();
    second.watch.expect(/status of 401|WebSocket connection/);
    await second.page.goto(stage.host().signInUrl);
    await second.heading(SIGN_IN).waitFor();
    await second.page.getByText(t('app.signIn.expired')).waitFor();
    await second.button(t('controls.copyCommand')).waitFor();
    expect(await second.page.getByRole('navigation').count(), 'nothing of the app is shown').toBe(0);
    await app.page.reload();
    await app.heading(t('setup.model.title')).waitFor();
  });

  it('shows a browser without a link how to get one', async () => {
    const { stage } = await signedIn();
    const stranger = await openTab();
    stranger.watch.expect(/status of 401|WebSocket connection/);
    await stranger.page.goto(stage.host().origin);
    await stranger.heading(SIGN_IN).waitFor();
    await stranger.page.getByText(t('app.signIn.none')).waitFor();
    await stranger.page.getByText('npx gatehouse link').waitFor();
  });

  it('keeps the token, cookie, and key out of the URL, storage, and memory of the page', async () => {
    const { stage, app } = await signedIn();
    await app.firstRun(/Anthropic key found/, stage.workspace);
    await app.beginTask('Are you there?');
    await app.conversation().getByText('Here I am.').waitFor();
    await app.go('Settings');
    await app.page.getByText('Anthropic').first().waitFor();
    const code = new URLSearchParams(new URL(stage.host().signInUrl).hash.slice(1)).get('code') ?? expect.fail();
    const [cookie] = await app.page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', name: 'gatehouse_session' });
    const secrets = [stage.host().token, cookie?.value ?? expect.fail('no cookie'), 'sk-ant-test-0123456789abcdef'];
    const visible = await app.page.evaluate(() =>
      JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    for (const secret of [...secrets, code]) expect(visible).not.toContain(secret);
    const heap = await heapText(app);
    expect(heap.length).toBeGreaterThan(100_000);
    for (const secret of secrets) expect(heap.includes(secret), 'a secret is in the memory of the page').toBe(false);
  });

  it('denies access to a page of another origin, even with the cookie', async () => {
    const { stage, app } = await signedIn();
    const { origin } = stage.host();
    const foreign = await app.page.context().newPage();
    await foreign.goto(await startForeignSite());
    const outcome = await foreign.evaluate(tryToGetIn, origin);
    expect(outcome).toEqual({ socket: 'refused', health: 'refused', logout: 'refused', framed: 'refused' });
    await app.page.reload();
    await app.heading(t('setup.model.title')).waitFor();
  });

  it('executes only its own scripts and loads nothing from other origins', async () => {
    const { app } = await signedIn();
    app.watch.expect(/Content Security Policy/);
    const refused = await app.page.evaluate(injectForeignThings);
    expect(refused).toEqual({
      inline: 'refused',
      handler: 'refused',
      evaluated: 'refused',
      fetched: 'refused',
      violations: ['connect-src', 'img-src', 'script-src', 'script-src-attr', 'script-src-elem'],
    });
  });
});

/** Everything that a debugger of the page could read. */
async function heapText(app: AppPage): Promise<string> {
  const debug = await app.page.context().newCDPSession(app.page);
  const chunks: string[] = [];
  debug.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await debug.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await debug.detach();
  return chunks.join('');
}

/** An empty page on another port of this machine: the same site for cookies, another origin. */
async function startForeignSite(): Promise<string> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  // A TCP server has a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Runs in the foreign page. */
async function tryToGetIn(origin: string): Promise<Readonly<Record<string, string>>> {
  const answered = async (ask: () => Promise<Response>): Promise<string> => {
    try {
      const response = await ask();
      return response.ok ? 'answered' : 'refused';
    } catch {
      return 'refused';
    }
  };
  const socket = await new Promise<string>((resolve) => {
    const opened = new WebSocket(origin.replace('http', 'ws'));
    const client = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'browser' };
    const params = { minProtocol: 4, maxProtocol: 4, client, role: 'operator', scopes: ['operator.read'], caps: [] };
    opened.addEventListener('open', () =>
      opened.send(JSON.stringify({ type: 'req', id: '1', method: 'connect', params })),
    );
    opened.addEventListener('message', ({ data }) =>
      String(data).includes('hello-ok') ? resolve('let in') : undefined,
    );
    opened.addEventListener('close', () => resolve('refused'));
  });
  const health = await answered(() => fetch(`${origin}/auth/session`, { credentials: 'include' }));
  const logout = await answered(() => fetch(`${origin}/auth/logout`, { method: 'POST', credentials: 'include' }));
  const frame = document.createElement('iframe');
  frame.src = origin;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve));
  let framed = 'refused';
  try {
    // A refused frame holds an error page of an opaque origin; an accepted one would have frames or a length to read.
    if (frame.contentDocument !== null) framed = 'shown';
  } catch {
    framed = 'refused';
  }
  return { socket, health, logout, framed };
}

/** Runs in the app's page. */
async function injectForeignThings(): Promise<Readonly<Record<string, string | readonly string[]>>> {
  const seen = new Set<string>();
  document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
  const global = globalThis as unknown as Record<string, unknown>; // Marks left by what was injected.
  const script = document.createElement('script');
  script.textContent = 'globalThis.inlineRan = true';
  const image = document.createElement('img');
  image.setAttribute('onerror', 'globalThis.handlerRan = true');
  const failed = new Promise((resolve) => image.addEventListener('error', resolve));
  image.src = 'http://127.0.0.1:9/outside.png';
  document.body.append(script, image);
  let evaluated = 'refused';
  // The debugger may evaluate; code that runs later is the page's own.
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the point of this test is that the policy refuses it
    if (new Function('return 1')() === 1) evaluated = 'ran';
  } catch {
    evaluated = 'refused';
  }
  let fetched = 'answered';
  try {
    await fetch('http://127.0.0.1:9/outside');
  } catch {
    fetched = 'refused';
  }
  await failed;
  // Violations are reported a little later than they happen.
  while (!['connect-src', 'img-src', 'script-src-attr'].every((name) => seen.has(name)))
    await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    inline: global['inlineRan'] === undefined ? 'refused' : 'ran',
    handler: global['handlerRan'] === undefined ? 'refused' : 'ran',
    evaluated,
    fetched,
    violations: [...seen].toSorted(),
  };
}
