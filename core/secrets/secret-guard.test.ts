// Proves: AU-8, N-9
import { describe, expect, it } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { LiveOutput } from '../tools/live-output.ts';
import { findUnfinished } from './unfinished-secret.ts';
import { hangs, says } from '#tests/support/core/scripted-provider.ts';
import { SecretGuard, type ScanSettings } from './secret-guard.ts';
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

  it('is sent if the sender decides so, unless it is a secret of this gateway', async () => {
    const own = 'correct-horse-battery-staple';
    const secretGuard = new SecretGuard();
    secretGuard.know(own);
    const { engine, send, providers } = harness([says('Hello.'), says('Again.')], { secretGuard });
    await send(`is ${SECRET} a real key?`, { allowsSecrets: true });
    await settle();
    expect(JSON.stringify(providers.requests)).toContain(SECRET);
    expect(await refusal(send(`my token is ${own}`, { allowsSecrets: true }))).toBe('SECRET_IN_MESSAGE');
    await engine.stop();
  });

  it('is resent unchanged without another decision', async () => {
    const { engine, events, send } = harness([says('Hello.'), says('Again.')]);
    await send(`is ${SECRET} a real key?`, { allowsSecrets: true });
    await settle();
    const [first] = events();
    const messageId = first?.type === 'message.accepted' ? first.messageId : '';
    const again = { sessionKey: KEY, messageId, runId: 'again', by: testPrincipal('me') };
    expect(await refusal(engine.runs.resend({ ...again, text: `really ${SECRET}?` }))).toBe('SECRET_IN_MESSAGE');
    expect(await refusal(engine.runs.resend({ ...again, text: `is ${SECRET} a real key?` }))).toBe('accepted');
    await settle();
    await engine.stop();
  });

  it('is not looked for if the setting says so', () => {
    const text = `use ${SECRET}`;
    const guard = (change: Partial<ScanSettings>) =>
      new SecretGuard(() => ({ messages: true, toolResults: true, ignore: [], ...change }));
    expect(() => guard({}).refuse(text)).toThrow('an Anthropic key');
    expect(() => guard({ messages: false }).refuse(text)).not.toThrow();
    expect(() => guard({ ignore: ['anthropic-key'] }).refuse(text)).not.toThrow();
    expect(guard({ messages: false }).redact(text).value).toBe('use [secret: Anthropic key]');
    expect(guard({ toolResults: false }).redact(text).value).toBe(text);
    expect(guard({ ignore: ['anthropic-key'] }).redact(text).value).toBe(text);
  });

  it('includes secrets of this gateway but no short words', () => {
    const guard = new SecretGuard();
    guard.know('correct horse battery staple');
    guard.know('short');
    expect(() => guard.refuse('say correct horse battery staple')).toThrow('a secret of this gateway');
    expect(() => guard.refuse('a short text')).not.toThrow();
  });
});

describe('a secret in a tool result', () => {
  const TOKEN = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

  it('is replaced by a marker that names its kind, in every text of the result', () => {
    const guard = new SecretGuard();
    guard.know('correct horse battery staple');
    const result = {
      text: `TOKEN=${TOKEN}\nother line\npassphrase: correct horse battery staple`,
      isError: false,
      details: { diff: `+${TOKEN}`, list: [TOKEN, 1, null], count: 2 },
    };
    expect(guard.redact(result)).toEqual({
      value: {
        text: 'TOKEN=[secret: GitHub token]\nother line\npassphrase: [secret of this gateway]',
        isError: false,
        details: { diff: '+[secret: GitHub token]', list: ['[secret: GitHub token]', 1, null], count: 2 },
      },
      labels: ['GitHub token', 'secret of this gateway'],
    });
  });

  it('costs little, even in a large result', () => {
    const guard = new SecretGuard();
    guard.know('correct horse battery staple');
    const line = `const total = items.reduce((sum, { price }) => sum + price, 0); // at 12:30:59, see "gh" and sk-learn\n`;
    const text = line.repeat(Math.ceil(1_048_576 / line.length));
    guard.redact(text);
    expectCpuTimeBelow(100, () => guard.redact(text));
  });
});

it('a secret that is the start of another leaves no rest of it', () => {
  const guard = new SecretGuard();
  for (const secret of ['violets-1', 'violets-1-and-roses']) guard.hide(secret);
  expect(guard.mask('A=violets-1-and-roses B=violets-1')).toBe('A=[secret of this gateway] B=[secret of this gateway]');
});

describe('a secret in streamed output', () => {
  const STORED = 'cats, cats, cats! and dogs';
  const TOKEN = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
  const KEY_BLOCK = `-----BEGIN RSA PRIVATE KEY-----\n${TOKEN.slice(4)}\n${TOKEN.slice(4)}\n-----END RSA PRIVATE KEY-----`;

  function stream(pieces: readonly string[]): string {
    const guard = new SecretGuard();
    guard.hide(STORED);
    let shown = '';
    const output = new LiveOutput({
      clock: new ManualClock(),
      secretGuard: guard,
      send: (text) => (shown += text),
    });
    for (const piece of pieces) output.add(piece);
    output.end();
    return shown;
  }

  it.each([TOKEN, KEY_BLOCK, STORED, 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.a1B2c3D4e5F6g7H8i9J0k1L2m3N4'])(
    'is hidden wherever the stream is split: %s',
    (secret) => {
      const text = `before ${secret} after`;
      for (let at = 1; at < text.length; at += 1) {
        const shown = stream([text.slice(0, at), text.slice(at)]);
        expect([at, shown]).toEqual([at, expect.stringMatching(/^before \[secret[\w: ]+\] after$/)]);
      }
      expect(stream([...text])).toMatch(/^before \[secret[\w: ]+\] after$/);
    },
  );

  it('delays no other output', () => {
    for (const text of ['Password: ', 'downloading 12%', 'a-long-file-name.tar.gz', 'https://example.org/a?b=1'])
      expect(findUnfinished(text), text).toBe(text.length);
  });
});
