// An agent that plans and asks: the plan is a checklist, the question a form; the answer goes on from where it was.
import { afterAll, expect, it } from 'vitest';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const STEPS = [
  { text: 'Ask which colour', status: 'in_progress' },
  { text: 'Paint the door', status: 'pending' },
];
const QUESTION = {
  question: 'Which colour should the door have?',
  options: [{ label: 'Red', description: 'like the old one' }, { label: 'Blue' }],
};

function playAgent(request: ModelRequestRecord): Reply {
  const results = lastToolResults(request).map(({ text }) => text);
  if (results.some((text) => text.includes('Answer:'))) return { steps: [{ say: `Understood: ${results.join(' ')}` }] };
  if (results.length > 0) return { steps: [{ call: 'ask', input: { questions: [QUESTION] }, id: 'ask' }] };
  return { steps: [{ call: 'todo', input: { steps: STEPS }, id: 'plan' }] };
}

describeInBrowser('a question from the agent', () => {
  it('waits in the session and on Home until it is answered, even across a restart', async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Paint the door');
    const form = app.page.getByRole('form', { name: t('tools.question.label', { question: QUESTION.question }) });
    await form.waitFor();
    expect(await app.page.getByRole('listitem').filter({ hasText: 'Ask which colour' }).count()).toBeGreaterThan(0);
    expect(await form.getByRole('button', { name: t('tools.question.answer') }).isDisabled()).toBe(true);
    await stage.killAndRestart();
    await app.go('Home');
    await app.page.getByText(t('home.heading.questions', { count: 1 })).waitFor();
    await app.page.getByRole('button', { name: t('tools.question.answer') }).click();
    await form.getByLabel(/Blue/).check();
    await form.getByLabel(t('tools.question.other')).fill('Green, like the fence');
    expect(await form.getByLabel(/Blue/).isChecked()).toBe(false);
    await form.getByLabel(t('tools.question.other')).press('Enter');
    await app.conversation().getByText('Answer: Green, like the fence').waitFor();
    await form.waitFor({ state: 'detached' });
    await app.page.getByText(`${QUESTION.question} Green, like the fence`).waitFor();
  });
});
