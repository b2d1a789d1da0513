// The agent's plan above the message box while it works.
// Proves: UI-2
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const plan = (...statuses: readonly string[]) => ({
  call: 'todo',
  input: { steps: statuses.map((status, at) => ({ text: `Step ${at + 1}`, status })) },
});

function work(request: ModelRequestRecord): Reply {
  const results = request.body.messages.filter((message) => JSON.stringify(message).includes('tool_result')).length;
  if (results === 0) return { steps: [plan('done', 'in_progress', 'pending')] };
  if (results === 1) return { steps: [{ call: 'exec', input: { command: 'mytool --version' } }] };
  return {
    steps: [lastToolResults(request).length > 0 && results === 2 ? plan('done', 'done', 'done') : { say: 'Done.' }],
  };
}

describeInBrowser('the plan of an agent', () => {
  it('is shown with its progress until all steps are done', async () => {
    const { app } = await openReadyApp({ model: work });
    await app.beginTask('Do three things.');
    const strip = app.page.getByRole('region', { name: t('tools.planStrip') });
    await strip.getByText(t('tools.planProgress', { done: 1, count: 3 })).waitFor();
    await strip.getByText('Step 2').waitFor();
    await strip.getByRole('button').click();
    await expect.poll(() => strip.getByRole('listitem').allInnerTexts()).toEqual(['Step 1', 'Step 2', 'Step 3']);
    await app.page
      .getByRole('region', { name: /^Approval:/ })
      .getByRole('button', { name: t('approvals.allowOnce') })
      .click();
    await app.conversation().getByText('Done.').waitFor();
    await strip.waitFor({ state: 'detached' });
  });
});
