// Turns a table of attacks on one entry point into tests. A second client calls the gateway throughout and must not notice them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOG_CHECK } from './log-check.ts';
import { startTarget, type RunningTarget, type Target, type TargetOptions } from './target.ts';

/** Carries out one attack; its expectations state how the gateway must respond. */
export type Attack = (target: Target) => Promise<void>;

/** How an entry point is attacked. */
export interface AttackOptions extends TargetOptions {
  /** Log lines of level "error" that the attacks provoke on purpose. */
  readonly expectedErrors?: RegExp;
  /** The attacks lock out this machine's address, and the lockout must not be cleared between them. */
  readonly keepsLockout?: boolean;
}

/** Declares the attacks on one entry point. They run in order against a single gateway. */
export function defineAttacks(
  entryPoint: string,
  attacks: Readonly<Record<string, Attack>>,
  { expectedErrors, keepsLockout = false, ...options }: AttackOptions = {},
): void {
  describe(`attacks: ${entryPoint}`, () => {
    let target: RunningTarget;
    beforeAll(async () => {
      target = await startTarget(options);
    });
    afterAll(async () => {
      await target.close();
    });
    for (const [name, attack] of Object.entries(attacks)) {
      it(name, async () => {
        await attack(target);
        if (!keepsLockout) await target.resetFailures();
        await target.bystander.expectUnaffected();
        const received = target.takeReceived();
        expect(target.secrets.filter((secret) => received.includes(secret))).toEqual([]);
      });
    }
    it(LOG_CHECK, () => {
      const log = readLog(target.gateway.home);
      expect(log.length).toBeGreaterThan(0);
      expect(target.secrets.filter((secret) => log.includes(secret))).toEqual([]);
      const errors = log.split('\n').filter((line) => line.includes('"level":"error"'));
      expect(errors.filter((line) => expectedErrors?.test(line) !== true)).toEqual([]);
    });
  });
}

/** Everything that a host has logged. */
export function readLog(home: string): string {
  const folder = join(home, 'logs');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}
