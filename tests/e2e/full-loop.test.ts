// The product's main job in a real browser: first run, message, stream, tool call, decision in the inbox, result, final.
// Proves: CH-1, CH-3
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import {
  lastToolResults,
  lastUserText,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, type Stage, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const TASK = 'Please look where you are.';
/** Says whether it runs in a terminal, and leaves a trace to count by. */
const COMMAND = 'echo once >> trace.txt; test -t 1 && echo in-a-terminal';
const LONG = Array.from({ length: 120 }, (_, index) => `Word ${index} of a long answer. `).join('');

/** Asks for a command, then tells what came of it; a request for something long is answered at length. */
function playAgent(request: ModelRequestRecord): Reply {
  if (lastUserText(request).includes('long')) return { steps: [{ say: LONG, chunks: 120, everyMs: 25 }] };
  const [result] = lastToolResults(request);
  if (result === undefined) {
    return {
      steps: [
        { say: 'I run one **command** to see. ', chunks: 6, everyMs: 15 },
        { call: 'exec', input: { command: COMMAND, pty: true } },
      ],
    };
  }
  return { steps: [{ say: result.isError ? 'I leave it then.' : 'All is well here.', chunks: 3, everyMs: 10 }] };
}

async function begin(model = playAgent): Promise<{ stage: Stage; app: AppPage; model: ModelServer }> {
  const { stage, app } = await openReadyApp({ model });
  return { stage, app, model: stage.model };
}

function traces(stage: Stage): number {
  const file = join(stage.workspace, 'trace.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0;
}

describeInBrowser('the full loop in a browser', () => {
  it('runs a command once it is approved in the inbox and shows the final answer', async () => {
    const { stage, app } = await begin();
    await app.beginTask(TASK);
    await app.conversation().getByText('I run one command').waitFor();
    const approval = await app.inboxApproval('in-a-terminal');
    expect(traces(stage), 'nothing runs before the decision').toBe(0);
    await approval.getByRole('button', { name: /Allow once/ }).click();
    await app.page.getByText(t('approvals.empty.title')).waitFor();
    await app.openSession(/look where you are/);
    await app.conversation().getByText('All is well here.').waitFor();
    await app.idle();
    expect(traces(stage)).toBe(1);
    const [result] = lastToolResults(stage.model.requests.at(-1) ?? expect.fail('no request'));
    expect(result).toMatchObject({ isError: false, text: expect.stringContaining('in-a-terminal') });
    await app
      .conversation()
      .getByRole('button', { name: /echo once/ })
      .click();
    await app.conversation().getByText('in-a-terminal', { exact: true }).first().waitFor();
    await app
      .conversation()
      .getByText(/exit 0/)
      .first()
      .waitFor();
  });

  it('tells the model why a command was denied and runs nothing', async () => {
    const { stage, app } = await begin();
    await app.beginTask(TASK);
    const approval = await app.inboxApproval('in-a-terminal');
    await approval.getByRole('button', { name: /Deny with reason/ }).click();
    await app.page.getByRole('dialog').getByLabel(t('approvals.reason.label')).fill('Use the test folder instead.');
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('approvals.deny') })
      .click();
    await app.openSession(/look where you are/);
    await app.conversation().getByText('I leave it then.').waitFor();
    const [result] = lastToolResults(stage.model.requests.at(-1) ?? expect.fail('no request'));
    expect(result).toMatchObject({ isError: true, text: expect.stringContaining('Use the test folder instead.') });
    await app
      .conversation()
      .getByText(/Use the test folder instead/)
      .first()
      .waitFor();
    expect(traces(stage)).toBe(0);
  });

  it('stops a run and keeps the text so far', async () => {
    const { stage, app } = await begin();
    await app.beginTask('Say something long.');
    await app.conversation().getByText('Word 9 of').waitFor();
    await app.button(t('composer.stop')).click();
    await app.idle();
    await expect.poll(() => stage.model.open()).toBe(0);
    const kept = await app.said();
    expect(kept).toContain('Word 9 of');
    expect(kept).not.toContain('Word 119');
    expect(kept).toMatch(/stopped/i);
    await app.page.reload();
    await app.conversation().getByText('Word 9 of').waitFor();
    expect(await app.said()).toBe(kept);
  });

  it('loses nothing when the page is reloaded during a stream', async () => {
    const release = Promise.withResolvers<void>();
    const [first, rest] = [LONG.slice(0, LONG.indexOf('Word 60')), LONG.slice(LONG.indexOf('Word 60'))];
    const { app } = await begin((request) => {
      if (!lastUserText(request).includes('long')) return playAgent(request);
      const pace = { chunks: 60, everyMs: 25 };
      return { steps: [{ say: first, ...pace }, { until: release.promise }, { say: rest, ...pace }] };
    });
    await app.beginTask('Say something long.');
    await app.conversation().getByText('Word 20 of').waitFor();
    await app.page.reload();
    await app.conversation().getByText('Word 20 of').waitFor();
    expect(await app.said()).not.toContain('Word 119');
    release.resolve();
    await app.conversation().getByText('Word 119 of').waitFor();
    await app.idle();
    const said = await app.said();
    for (const part of [first, rest]) expect(said).toContain(part.trim());
  });
});
