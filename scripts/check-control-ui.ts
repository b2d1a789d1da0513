// Opens OpenClaw's Control UI in Chromium against a Gatehouse host with a scripted model and checks that it works.
// `node scripts/check-control-ui.ts [--openclaw folder] [--out folder for screenshots]`. Exits with code 1 if a check fails.
// The UI is part of the `openclaw` package, which is installed for this check only. See scripts/openclaw/install.ts.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { launchChromium } from '#tests/support/chromium.ts';
import { startExampleWorld, type ExampleWorld } from '#tests/protocol/examples/world.ts';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import type { Page } from 'playwright';

import { runChecks, type Check, type CheckOutcome } from './openclaw/check-list.ts';
import { startControlUiProxy } from './openclaw/control-ui-proxy.ts';
import { OPENCLAW_VERSION, provideOpenClaw } from './openclaw/install.ts';

/** A question that the scripted model answers. */
const QUESTION = 'How often do I water the roses?';
const ANSWER = 'Every second morning.';

const { values } = parseArgs({ options: { openclaw: { type: 'string' }, out: { type: 'string' } } });
const install = await provideOpenClaw(values.openclaw);
const { world, stop } = await startExampleWorld();
const proxy = await startControlUiProxy(install.controlUi, world.gateway.address.origin);
const browser = await launchChromium();
let failed: readonly CheckOutcome[] = [];
try {
  await world.session('beans');
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
  const refusals = watchRefusals(page);
  console.log(`Control UI ${OPENCLAW_VERSION} against Gatehouse at ${world.gateway.url}\n`);
  const outcomes = await runChecks(controlUiChecks(page, proxy.origin, world), 1);
  failed = outcomes.filter(({ failure }) => failure !== undefined);
  console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`);
  console.log(`Rejected calls: ${[...refusals].toSorted().join('; ') || 'none'}`);
} finally {
  await browser.close();
  await proxy.close();
  await stop();
  install.remove();
}
process.exit(failed.length > 0 ? 1 : 0);

/** The checks, in order. Each takes a screenshot. */
function controlUiChecks(page: Page, origin: string, { client }: ExampleWorld): readonly Check[] {
  const composer = page.getByRole('textbox').last();
  const say = async (text: string): Promise<void> => {
    await composer.fill(text);
    await composer.press('Enter');
  };
  const steps: readonly Check[] = [
    {
      name: 'waits for approval',
      async run() {
        await page.goto(`${origin}/#token=${TOKEN}`);
        await page
          .getByText(/pairing|approv/i)
          .first()
          .waitFor();
      },
    },
    {
      name: 'connects once approved',
      async run() {
        const { pending } = await client.request('device.pair.list', {});
        for (const { requestId } of pending) await client.request('device.pair.approve', { requestId });
        await page.getByText('Connected').first().waitFor();
      },
    },
    {
      name: 'shows sessions',
      run: () => page.getByText('How often do I water the beans?').first().waitFor(),
    },
    {
      name: 'completes a turn',
      async run() {
        await say(QUESTION);
        await page.getByText(ANSWER).first().waitFor();
        await page.getByText('Sending').waitFor({ state: 'detached' });
      },
    },
    {
      name: 'answers an approval, and the turn continues',
      async run() {
        await say('Please tidy up.');
        const allow = page.getByRole('button', { name: 'Allow once' });
        await allow.waitFor();
        await picture(page, 'approval');
        // By keyboard: on a busy machine, the button may not count as stable enough to click.
        await allow.press('Enter');
        await page.getByText('Done.', { exact: true }).first().waitFor();
      },
    },
  ];
  return steps.map(({ name, run }, index) => ({
    name,
    async run() {
      try {
        await run();
      } finally {
        await picture(page, `${index + 1}-${name.split(/\W/)[0]}`);
      }
    },
  }));
}

async function picture(page: Page, name: string): Promise<void> {
  if (values.out === undefined) return;
  mkdirSync(values.out, { recursive: true });
  await page.screenshot({ path: join(values.out, `${name}.png`) });
}

/** Collects the methods whose calls were rejected, with the error. */
function watchRefusals(page: Page): ReadonlySet<string> {
  const refusals = new Set<string>();
  page.on('websocket', (socket) => {
    const methods = new Map<string, string>();
    socket.on('framesent', ({ payload }) => {
      const { id, method } = JSON.parse(String(payload)) as { readonly id: string; readonly method: string }; // the page's requests
      methods.set(id, method);
    });
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload)) as {
        readonly id?: string;
        readonly error?: { readonly message: string };
      }; // Gatehouse's frames
      if (frame.error !== undefined) refusals.add(`${methods.get(frame.id ?? '')}: ${frame.error.message}`);
    });
  });
  return refusals;
}
