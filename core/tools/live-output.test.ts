import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { SecretGuard } from '../secrets/secret-guard.ts';
import { LiveOutput } from './live-output.ts';

const KIB = 1024;
let clock: ManualClock;
let sent: { readonly text: string; readonly skipped: number }[];
let output: LiveOutput;

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  const secretGuard = new SecretGuard();
  secretGuard.hide('secret-0123456789');
  secretGuard.hide('correct horse battery staple');
  output = new LiveOutput({ clock, secretGuard, send: (text, skipped) => sent.push({ text, skipped }) });
});

const count = () => sent.reduce((sum, { text }) => sum + text.length, 0);

describe('live output', () => {
  it('is sent completely and immediately while there is little of it', () => {
    for (let n = 0; n < 1_000; n++) {
      output.add(`line ${n}\n`);
      clock.elapse(100);
    }
    output.end();
    expect(sent.map(({ text }) => text).join('')).toBe(Array.from({ length: 1_000 }, (_, n) => `line ${n}\n`).join(''));
    expect(sent.every(({ skipped }) => skipped === 0)).toBe(true);
  });

  it('of a flood is bounded, counts what is skipped, and ends with the end of the output', () => {
    const chunk = 'x'.repeat(64 * KIB);
    for (let n = 0; n < 5_000; n++) {
      output.add(chunk);
      clock.elapse(1);
    }
    output.add('the last line\n');
    output.end();
    expect(count()).toBeLessThan(512 * KIB);
    expect(count() + sent.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(5_000 * chunk.length + 14);
    expect(sent.at(-1)?.text.endsWith('x'.repeat(100) + 'the last line\n')).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('shows the newest part of a flood while it lasts', () => {
    output.add('x'.repeat(200 * KIB));
    output.add('middle '.repeat(10_000));
    output.add('newest');
    expect(sent).toHaveLength(1);
    clock.elapse(10_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.text.endsWith('middle newest')).toBe(true);
    output.end();
    output.add('late');
    expect(sent).toHaveLength(2);
  });

  it('hides a secret at the start of the tail', () => {
    output.add('x'.repeat(200 * KIB));
    for (let at = 0; at < 17; at++) {
      output.add(`${'x'.repeat(20 * KIB)}secret-0123456789${'y'.repeat(8 * KIB - at)}`);
      clock.elapse(60_000);
    }
    expect(sent.length).toBeGreaterThan(10);
    for (const { text } of sent) expect(text).not.toMatch(/\d/);
  });

  it('never starts within a character', () => {
    output.add('x'.repeat(200 * KIB));
    output.add(`😀${'y'.repeat(8 * KIB - 1)}`);
    output.end();
    expect(sent[1]?.text.isWellFormed()).toBe(true);
  });

  it('never shows a stored secret that arrives in pieces, and delays nothing else', () => {
    for (const piece of ['password: correct', ' horse battery st', 'aple\n', 'cor', 'n\n', 'x']) output.add(piece);
    output.end();
    expect(sent.map(({ text }) => text).join('')).toBe('password: [secret of this gateway]\ncorn\nx');
    expect(sent[0]?.text).toBe('password: ');
  });
});
