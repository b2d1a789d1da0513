import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('./stray-rejections.ts', import.meta.url));
const LOG = 'const log = { error: (message, { error }) => console.log(message, "|", error.split("\\n")[0]) };';

/** A program of its own: these are matters of a whole process. */
function program(body: string): readonly string[] {
  return [
    '--input-type=module',
    '-e',
    `import { catchStrayRejections } from ${JSON.stringify(MODULE)}; ${LOG} ${body}`,
  ];
}

describe('what nobody handled', () => {
  it('is logged and ends nothing, if it was a promise', () => {
    const body =
      'catchStrayRejections(log); Promise.reject(new Error("alas")); setTimeout(() => console.log("on"), 20);';
    expect(execFileSync(process.execPath, program(body), { encoding: 'utf8' })).toBe(
      'a failure was handled by nobody | Error: alas\non\n',
    );
  });

  it('ends the process, if it was thrown, and the log says so first', () => {
    const body =
      'catchStrayRejections(log); setTimeout(() => { throw new Error("ouch"); }, 1); setTimeout(() => {}, 500);';
    const { status, stdout } = spawnSync(process.execPath, program(body), { encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, 'the process ends by a failure | Error: ouch\n']);
  });

  it('is no longer its matter when it was stopped', () => {
    const body = 'catchStrayRejections(log)(); console.log(process.listenerCount("unhandledRejection"));';
    expect(execFileSync(process.execPath, program(body), { encoding: 'utf8' })).toBe('0\n');
  });
});
