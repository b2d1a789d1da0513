// Proves: OB-1
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#core/ports/secrets.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { secretsOfEnvironment } from './mask.ts';
import { openRotatingFile } from './rotating-file.ts';
import { openLogs, type LogOptions, type Logs } from './open-logs.ts';

const CLOCK = new ManualClock();

let folder: string;
let logs: Logs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-logs-'));
  logs = open();
});

afterEach(() => {
  logs.close();
  rmSync(folder, { recursive: true });
});

function open(options: Partial<LogOptions> = {}): Logs {
  return openLogs({ folder, clock: CLOCK, level: 'debug', ...options });
}

const written = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
const parsed = () =>
  written()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a log line', () => {
  it('is one JSON object with time, level, part, message, and fields', () => {
    logs.log.part('gateway').warn('slow\nreader', { connId: 'c', bytes: 5 });
    expect(parsed()).toEqual([
      {
        time: '2026-11-21T09:00:00.000Z',
        ts: CLOCK.now(),
        level: 'warn',
        part: 'gateway',
        message: 'slow\nreader',
        fields: { connId: 'c', bytes: 5 },
      },
    ]);
    expect(logs.recent()).toMatchObject([{ part: 'gateway', message: 'slow\nreader' }]);
    expect(statSync(join(folder, 'gatehouse.log')).mode & 0o777).toBe(0o600);
  });

  it('is omitted below the minimum level', () => {
    logs.setLevel('warn');
    logs.log.info('no');
    logs.log.error('yes');
    expect(parsed().map((line) => line['message'])).toEqual(['yes']);
  });

  it('never contains a known secret in any encoding', () => {
    const secret = 'pa"ss/wörd+1';
    logs.know(secret);
    const spellings = [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      `x${secret}y`,
    ];
    logs.log.info(spellings.join(' '), {
      spellings,
      [secret]: 1,
      deep: { error: new Error(secret, { cause: secret }) },
      wrapped: new Secret(secret),
    });
    for (const spelling of spellings.slice(0, 4)) expect(written()).not.toContain(spelling.replaceAll('=', ''));
    expect(JSON.stringify(logs.recent())).not.toContain('rd+1');
  });

  it.each([
    'sk-ant-api03-AbCdEfGhIjKl',
    'sk-proj-abcdefgh12345678',
    'ghp_abcdefghijklmnop1234',
    'xoxb-1234567890-abcdef',
    'AKIAABCDEFGHIJKLMNOP',
    '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef',
    'Zm9vYmFyYmF6cXV1eA',
  ])('never contains likely secrets: %s', (secret) => {
    logs.log.info(
      `401 from server: Authorization: Bearer ${secret}, x-api-key: ${secret}, https://user:${secret}@host/?token=${secret}&a=1`,
      { apiKey: secret, headers: { authorization: `Basic ${secret}`, Cookie: secret }, note: `password="${secret}"` },
    );
    expect(written()).not.toContain(secret);
    expect(written()).toContain('401 from server');
  });

  it('masks a multi-line private key and keeps plain text', () => {
    logs.log.info('-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nxyz\n-----END RSA PRIVATE KEY----- after');
    logs.log.info('the token count of the basic model is 512; tokens: 1234567 skipped 12:30:45 https://host:8080/x', {
      tokens: 123_456,
      secretary: 'Ms. Sekretär',
    });
    expect(written()).not.toContain('MIIabc');
    expect(written()).toContain('after');
    expect(parsed()[1]).toMatchObject({
      message: 'the token count of the basic model is 512; tokens: 1234567 skipped 12:30:45 https://host:8080/x',
      fields: { tokens: 123_456, secretary: 'Ms. Sekretär' },
    });
  });

  it('handles fields that cannot be serialized', () => {
    const circle: Record<string, unknown> = { big: 1n, undefined: undefined, run: () => 1 };
    circle['self'] = circle;
    logs.log.info('odd', circle);
    logs.log.info('x'.repeat(100_000));
    expect(parsed()).toHaveLength(2);
    expect(written().length).toBeLessThan(20_000);
  });
});

it('secrets in the environment are detected by variable name', () => {
  expect(
    secretsOfEnvironment({
      A_KEY: 'a',
      API_TOKEN: 'b',
      DB_PASSWORD: 'c',
      KEYBOARD: 'd',
      TOKENS: 'e',
      HOME: 'f',
      X_SECRET: undefined,
    }),
  ).toEqual(['a', 'b', 'c']);
});

describe('log files', () => {
  it('are rotated when full, and only a limited number is kept', () => {
    logs.close();
    logs = open({ maxBytes: 1000, maxFiles: 3 });
    for (let n = 0; n < 100; n++) logs.log.info(`line ${n}`);
    expect(readdirSync(folder).toSorted()).toEqual(['gatehouse.1.log', 'gatehouse.2.log', 'gatehouse.log']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1000);
    expect(readFileSync(join(folder, 'gatehouse.log'), 'utf8')).toContain('line 99');
  });

  it('keep a limited number of lines in memory', () => {
    for (let n = 0; n < 2000; n++) logs.log.info(`line ${n}`);
    expect(logs.recent()).toHaveLength(500);
    expect(logs.recent().at(-1)?.message).toBe('line 1999');
  });

  it('report the number of lost lines once the disk is writable again', () => {
    const file = openRotatingFile({ folder, maxBytes: 10, maxFiles: 2 });
    file.write(() => 'first line');
    mkdirSync(join(folder, 'gatehouse.1.log'));
    for (let n = 0; n < 3; n++) file.write(() => 'refused');
    rmSync(join(folder, 'gatehouse.1.log'), { recursive: true });
    file.write((dropped) => `${dropped} refused`);
    file.write((dropped) => `then ${dropped}`);
    file.close();
    expect(written()).toContain('3 refused');
    expect(written()).toContain('then 0');
  });

  it('do not stop the process if they cannot be written', () => {
    logs.close();
    expect(() => logs.log.info('after the end')).not.toThrow();
  });
});

describe('the tail of the log', () => {
  const messages = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { message: string }).message);
  const tail = (query: { cursor?: number; limit?: number; maxBytes?: number } = {}) =>
    logs.reader.tail({ limit: 500, maxBytes: 250_000, ...query });

  it('returns the last lines and then each new one once over many polls', async () => {
    const seen: string[] = [];
    for (let n = 0; n < 20; n++) logs.log.info(`old ${n}`);
    let { cursor, lines } = await tail({ limit: 5 });
    expect(messages(lines)).toEqual(['old 15', 'old 16', 'old 17', 'old 18', 'old 19']);
    for (let poll = 0; poll < 10; poll++) {
      for (let n = 0; n < poll; n++) logs.log.info(`new ${poll}.${n} ü🚪`);
      ({ cursor, lines } = await tail({ cursor, limit: 3 }));
      seen.push(...messages(lines));
    }
    for (;;) {
      ({ cursor, lines } = await tail({ cursor, limit: 3 }));
      if (lines.length === 0) break;
      seen.push(...messages(lines));
    }
    expect(seen).toEqual(
      Array.from({ length: 10 }, (_, poll) => Array.from({ length: poll }, (__, n) => `new ${poll}.${n} ü🚪`)).flat(),
    );
  });

  it('reports truncation and starts over when the file was rotated', async () => {
    logs.close();
    logs = open({ maxBytes: 2000, maxFiles: 2 });
    for (let n = 0; n < 15; n++) logs.log.info(`line ${n}`);
    const first = await tail({ maxBytes: 300 });
    expect(first.truncated).toBe(true);
    expect(messages(first.lines).at(-1)).toBe('line 14');
    for (let n = 15; n < 22; n++) logs.log.info(`line ${n}`);
    const second = await tail({ cursor: first.cursor });
    expect(second.reset).toBe(true);
    expect(messages(second.lines).at(-1)).toBe('line 21');
  });

  it('returns full pages of matching lines and loses none between polls', async () => {
    const keeps = (line: string) => line.includes('odd');
    for (let n = 0; n < 40; n++) logs.log.info(n % 2 === 0 ? `even ${n}` : `odd ${n}`);
    let page = await logs.reader.tail({ limit: 3, maxBytes: 250_000, keeps });
    expect(messages(page.lines)).toEqual(['odd 35', 'odd 37', 'odd 39']);
    for (let n = 40; n < 60; n++) logs.log.info(n % 2 === 0 ? `even ${n}` : `odd ${n}`);
    const seen: string[] = [];
    do {
      page = await logs.reader.tail({ cursor: page.cursor, limit: 3, maxBytes: 250_000, keeps });
      seen.push(...messages(page.lines));
    } while (page.lines.length > 0);
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => `odd ${41 + 2 * n}`));
  });

  it('is empty before the first line and skips a line that exceeds the limit', async () => {
    expect(await tail()).toMatchObject({ cursor: 0, size: 0, lines: [] });
    logs.log.info('x'.repeat(5000));
    logs.log.info('after');
    let cursor = 0;
    const seen: string[] = [];
    for (let n = 0; n < 10; n++) {
      const page = await tail({ cursor, maxBytes: 1000 });
      cursor = page.cursor;
      seen.push(...page.lines);
    }
    expect(seen.at(-1)).toContain('after');
  });
});
