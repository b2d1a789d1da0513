// A key pasted into the composer is not sent, the app says why, and neither the host nor the browser stores it.
// Proves: AU-8
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openStage } from '#tests/e2e/stage.ts';
import { t } from '#messages/translate.ts';

const KEY = 'sk-ant-api03-pastedA1b2C3d4E5f6G7h8I9j0';

afterAll(closeBrowser);

it('a pasted secret is rejected in the app, and the message can be sent without it', async () => {
  const stage = await openStage({ model: () => ({ steps: [{ say: 'Thank you.' }] }) });
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
  await app.beginTask('Hello.');
  await app.conversation().getByText('Thank you.').waitFor();
  await app.say(`Use ${KEY} from now on.`);
  await app.page.getByText(/Not sent: this appears to contain an Anthropic key.*Settings → Providers/).waitFor();
  const stored = () => app.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(await stored()).not.toContain(KEY);
  await app.button(t('transcript.backToDraft')).click();
  expect(await app.composer().inputValue()).toContain(KEY);
  expect(await stored()).not.toContain(KEY);
  await app.say('Use the key from the settings.');
  await app.conversation().getByText('Thank you.').nth(1).waitFor();
  expect(await app.said()).not.toContain(KEY);
  expect(JSON.stringify(stage.model.requests.map(({ body }) => body))).not.toContain(KEY);
});
