// SIGKILL under an open page: the same tab finds everything again and goes on.
// Proves: SE-9, PK-4
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const LONG = Array.from({ length: 400 }, (_, index) => `Word ${index} of a long answer. `).join('');
const SLOW = 'echo started >> trace.txt; sleep 1000; echo ended >> trace.txt';

function playAgent(request: ModelRequestRecord): Reply {
  if (lastUserText(request).includes('long')) return { steps: [{ say: LONG, chunks: 400, everyMs: 25 }] };
  if (lastUserText(request).includes('slow')) return { steps: [{ call: 'exec', input: { command: SLOW } }] };
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'The command is done.' }] };
  return {
    steps: [{ say: 'I would run one command.' }, { call: 'exec', input: { command: 'echo once >> trace.txt' } }],
  };
}

describeInBrowser('an open page after the host was killed', () => {
  it('keeps the streamed text, shows the interruption, and accepts the next message', async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Say something long.');
    await app.conversation().getByText('Word 70 of').waitFor();
    await stage.kill();
    // Text is written at least once a second: 40 words.
    await app.page.getByText('Connection lost.').waitFor();
    expect(await app.said(), 'what is on the screen stays there').toContain('Word 70 of');
    await stage.restart();
    await app
      .conversation()
      .getByText(/interrupted/i)
      .first()
      .waitFor();
    const kept = await app.said();
    expect(kept).toContain('Say something long.');
    expect(kept).toContain('Word 20 of');
    expect(kept).not.toContain('Word 399');
    await app.page.reload();
    await app.conversation().getByText('Word 20 of').waitFor();
    expect(await app.said()).toBe(kept);
    await app.say('Now run it.');
    await (await app.inboxApproval('trace.txt')).getByRole('button', { name: /Allow once/ }).click();
    await app.openSession(/something long/);
    await app.conversation().getByText('The command is done.').waitFor();
  });

  it('continues an interrupted run with one click', async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Say something long.');
    await app.conversation().getByText('Word 70 of').waitFor();
    await stage.killAndRestart();
    await app.button(t('transcript.continue')).click();
    await app.conversation().getByText(t('sessions.action.continue')).waitFor();
    await expect
      .poll(() => JSON.stringify(stage.model.requests.at(-1)?.body.messages))
      .toMatch(/Word 20 of.*Continue where you left off/);
    await app.button(t('transcript.continue')).waitFor({ state: 'detached' });
  });

  it('shows a pending approval again, and once answered the run continues and the command runs once', async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Please run a command.');
    await app.inboxApproval('trace.txt');
    await stage.killAndRestart();
    await app.page.getByRole('status', { name: /Gateway: connected/i }).waitFor();
    const approval = await app.inboxApproval('trace.txt');
    await approval.getByRole('button', { name: /Allow once/ }).click();
    await app.openSession(/run a command/);
    await app.conversation().getByText('The command is done.').waitFor();
    await app.idle();
    expect(readFileSync(join(stage.workspace, 'trace.txt'), 'utf8')).toBe('once\n');
  });

  it('does not repeat a running command and says that it may have had effects', async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Run something slow.');
    await (await app.inboxApproval('sleep 1000')).getByRole('button', { name: /Allow once/ }).click();
    const trace = () => readFileSync(join(stage.workspace, 'trace.txt'), { encoding: 'utf8', flag: 'a+' });
    await expect.poll(trace).toBe('started\n');
    await stage.killAndRestart();
    await app.openSession(/something slow/);
    await app.conversation().getByText(t('tools.mayHaveRun')).waitFor();
    await app.idle();
    expect(trace()).toBe('started\n');
  });

  it('delivers messages written in the meantime once', async () => {
    const { stage, app } = await openReadyApp({
      model: (request) => ({ steps: [{ say: `You wrote: ${lastUserText(request)}` }] }),
    });
    await app.beginTask('First words.');
    await app.conversation().getByText('You wrote: First words.').waitFor();
    await stage.kill();
    await app.page.getByText('Connection lost.').waitFor();
    await app.say('Words into the void.');
    await app.conversation().getByText(t('transcript.waiting')).waitFor();
    await stage.restart();
    const answer = app.conversation().getByText('You wrote: Words into the void.');
    await answer.waitFor();
    await app.page.reload();
    await answer.waitFor();
    expect(stage.model.requests.filter((request) => lastUserText(request).includes('void'))).toHaveLength(1);
    expect((await app.said()).match(/Words into the void/g)).toHaveLength(2);
  });
});
