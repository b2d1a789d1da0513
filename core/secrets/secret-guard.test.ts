// Proves: AU-8, N-9
import { describe, expect, it } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { hangs, says } from '#tests/support/core/scripted-provider.ts';
import { SecretGuard } from './secret-guard.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const SECRET = 'sk-ant-api03-a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const getCode = (error: unknown) => (error instanceof GatewayError ? error.extras.details?.code : error);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => getCode(error),
  );

describe('a secret in a message', () => {
  it('is rejected before anything is stored or sent, for every way text gets to a model', async () => {
    const { engine, events, send, ask, providers } = harness([says('Hello.'), hangs()]);
    await ask('hello');
    const [first] = events();
    expect(first?.type).toBe('message.accepted');
    const messageId = first?.type === 'message.accepted' ? first.messageId : '';
    expect(await refusal(send(`my key is ${SECRET}`))).toBe('SECRET_IN_MESSAGE');
    expect(await refusal(send(`/title ${SECRET}`))).toBe('SECRET_IN_MESSAGE');
    const again = { sessionKey: KEY, messageId, text: SECRET, runId: 'again', by: testPrincipal('me') };
    expect(await refusal(engine.runs.resend(again))).toBe('SECRET_IN_MESSAGE');
    await send('go on');
    await settle();
    await send('and then', { queueMode: 'followup' });
    const waiting = events().at(-1);
    const queued = waiting?.type === 'message.accepted' ? waiting.messageId : '';
    expect(await refusal(engine.queue.edit(KEY, queued, { text: SECRET }))).toBe('SECRET_IN_MESSAGE');
    expect(JSON.stringify([events(), providers.requests])).not.toContain(SECRET);
    await engine.stop();
  });

  it('is rejected with a hint and without repeating the secret', () => {
    const guard = new SecretGuard();
    const told = (() => {
      try {
        guard.refuse(`use ${SECRET}`);
        return undefined;
      } catch (error) {
        return error instanceof GatewayError ? error.toShape() : error;
      }
    })();
    expect(told).toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringContaining('Settings → Providers') });
    expect(JSON.stringify(told)).not.toContain(SECRET);
  });

  it('includes secrets of this gateway but no short words', () => {
    const guard = new SecretGuard();
    guard.know('correct horse battery staple');
    guard.know('short');
    expect(() => guard.refuse('say correct horse battery staple')).toThrow('a secret of this gateway');
    expect(() => guard.refuse('a short text')).not.toThrow();
  });
});
