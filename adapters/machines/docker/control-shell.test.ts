// Programs in a container run as the user of its first shell, so they can take its input and write to its output.
// Proves: EX-2
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { createControl } from './control-shell.ts';
import { ResidentShell } from './resident-shell.ts';

const MEGABYTE = 1024 * 1024;

/** A shell that never answers, because a program reads its input. */
function createSilentShell() {
  const ended: string[] = [];
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  return { stream, ended, shell: new ResidentShell(stream, () => ended.push('gone')) };
}

function frame(bytes: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

it('ends a shell that does not answer in time, and fails what waits for it', async () => {
  const { shell, ended } = createSilentShell();
  const control = createControl(shell, 20);
  const answers = await Promise.allSettled([control('echo a'), control('echo b')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([shell.isGone, ended]).toEqual([true, ['gone']]);
});

it('ends a shell with endless output', async () => {
  const { shell, stream, ended } = createSilentShell();
  const answer = createControl(shell)('echo a');
  const failed = expect(answer).rejects.toThrow('The container stopped.');
  for (let sent = 0; sent < 20 && !stream.destroyed; sent += 1) stream.push(frame(Buffer.alloc(MEGABYTE)));
  await failed;
  expect(ended).toEqual(['gone']);
});
