// A message that doesn't wait for the agent: it runs in a fork of the conversation, in a second pane or, on a phone, instead of it.
// Proves: SE-6
import { afterAll, expect, it } from 'vitest';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

function playAgent(gate: Promise<void>) {
  return (request: ModelRequestRecord): Reply => {
    const text = lastUserText(request);
    if (text.includes('Water')) return { steps: [{ say: 'Watering' }, { until: gate }, { say: 'They are watered.' }] };
    if (text.includes('Sow peas')) return { steps: [{ say: 'Peas are sown.' }] };
    return { steps: [{ say: 'Beans are sown.' }] };
  };
}

describeInBrowser('a message in parallel', () => {
  it('runs at once beside the active run, which continues', async () => {
    const gate = Promise.withResolvers<void>();
    const { app } = await openReadyApp({ model: playAgent(gate.promise) });
    await app.beginTask('Sow beans');
    await app.idle();
    await app.say('Water them');
    await app.conversation().getByText('Watering').waitFor();
    expect(await app.button(t('composer.parallel')).count(), 'nothing to send').toBe(0);
    await app.composer().fill('Sow peas');
    await app.button(t('composer.parallel')).click();
    await app.conversation(1).getByText('Peas are sown.').waitFor();
    await app.conversation(1).getByText('Beans are sown.').waitFor();
    expect(await app.conversation(1).getByText('Water them').count()).toBe(0);
    expect(await app.composer().inputValue()).toBe('');
    await app.button(t('composer.stop')).waitFor();
    gate.resolve();
    await app.conversation().getByText('They are watered.').waitFor();
    expect(await app.conversation().getByText('Sow peas').count()).toBe(0);
  });

  it('opens instead of the session on a phone', async () => {
    const gate = Promise.withResolvers<void>();
    const { app } = await openReadyApp({ model: playAgent(gate.promise) }, PHONE);
    await app.beginTask('Water them');
    await app.conversation().getByText('Watering').waitFor();
    await app.composer().fill('Sow peas');
    await app.button(t('composer.parallel')).click();
    await app.conversation().getByText('Peas are sown.').waitFor();
    await app.page.goBack();
    gate.resolve();
    await app.conversation().getByText('They are watered.').waitFor();
  });
});
