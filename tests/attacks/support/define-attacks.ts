// The attacks of one door as tests: each is carried out while a witness works, and leaves no secret where it does not belong.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type OpenStage, type Stage, type StageOptions } from './stage.ts';

/** Carries one attack out and says by its expectations how it must end. */
export type Attack = (stage: Stage) => Promise<void>;

/** How a door is attacked. */
export interface DoorOptions extends StageOptions {
  /** Lines of the log that are no surprise, although they are errors. */
  readonly expectedErrors?: RegExp;
  /** The address is locked afterwards, the owner's too. */
  readonly leavesLock?: boolean;
}

/** Declares the attacks of one door. One gateway withstands them all, in their order. */
export function attackDoor(
  door: string,
  attacks: Readonly<Record<string, Attack>>,
  { expectedErrors, leavesLock = false, ...options }: DoorOptions = {},
): void {
  describe(`attacks at the door: ${door}`, () => {
    let stage: OpenStage;
    beforeAll(async () => {
      stage = await openStage(options);
    });
    afterAll(async () => {
      await stage.close();
    });
    for (const [name, attack] of Object.entries(attacks)) {
      it(name, async () => {
        await attack(stage);
        if (!leavesLock) await stage.forgive();
        await stage.witness.saysAllIsWell();
        const heard = stage.heard();
        expect(stage.secrets.filter((secret) => heard.includes(secret))).toEqual([]);
      });
    }
    it('leaves no secret and no surprise in the log', () => {
      const log = logOf(stage.gateway.home);
      expect(log.length).toBeGreaterThan(0);
      expect(stage.secrets.filter((secret) => log.includes(secret))).toEqual([]);
      const errors = log.split('\n').filter((line) => line.includes('"level":"error"'));
      expect(errors.filter((line) => expectedErrors?.test(line) !== true)).toEqual([]);
    });
  });
}

/** Everything that a host wrote into its log. */
export function logOf(home: string): string {
  const folder = join(home, 'logs');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}
