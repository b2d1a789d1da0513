// What the tests of the confined machine's guarantees share.
import { beforeEach, expect, onTestFinished } from 'vitest';
import type { Machine } from '#core/ports/machine.ts';
import { quoteWord } from '#core/policy/shell/read-word.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { findMissingConfinement, openConfined, type ConfinedOptions } from './confined-machine.ts';

const missing = findMissingConfinement();

/** Skips the tests of a file where commands can't be confined. */
export function requireConfinement(): void {
  beforeEach((context) => context.skip(missing !== undefined, missing));
}

/** Opens a confined machine for one test. */
export async function openForTest(options: ConfinedOptions = {}) {
  const opened = await openConfined(options);
  onTestFinished(opened.close);
  return opened;
}

/** Expects that command lines fail and leave no trace of the word `planted`. */
export async function expectRefused(machine: Machine, commands: readonly string[]): Promise<void> {
  const script = commands.map(
    (command) => `( ${command}\n) && echo ${quoteWord(`SUCCEEDED: ${command}`)}\ngrep -rs planted .`,
  );
  const { output } = await run(machine, `${script.join('\n')}\ntrue`);
  expect(output).not.toMatch(/^(SUCCEEDED|\.\/)/m);
}
