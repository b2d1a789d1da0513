import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('./unhandled-errors.ts', import.meta.url));
const LOG = 'const log = { error: (message, { error }) => console.log(message, "|", error.split("\\n")[0]) };';

/** Arguments for a separate process, because the handlers are process-wide. */
function program(body: string): readonly string[] {
  return ['--input-type=module', '-e', `import { logUnhandledErrors } from ${JSON.stringify(MODULE)}; ${LOG} ${body}`];
}

describe('logUnhandledErrors', () => {
  it('logs an unhandled rejection and keeps the process running', () => {
    const body = 'logUnhandledErrors(log); Promise.reject(new Error("alas")); setTimeout(() => console.log("on"), 20);';
    expect(execFileSync(process.execPath, program(body), { encoding: 'utf8' })).toBe(
      'Unhandled promise rejection. | Error: alas\non\n',
    );
  });

  it('logs an uncaught exception before the process exits', () => {
    const body =
      'logUnhandledErrors(log); setTimeout(() => { throw new Error("ouch"); }, 1); setTimeout(() => {}, 500);';
    const { status, stdout } = spawnSync(process.execPath, program(body), { encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, 'Uncaught exception; the process is exiting. | Error: ouch\n']);
  });

  it('removes its handlers when stopped', () => {
    const body = 'logUnhandledErrors(log)(); console.log(process.listenerCount("unhandledRejection"));';
    expect(execFileSync(process.execPath, program(body), { encoding: 'utf8' })).toBe('0\n');
  });
});
