// The parts that read what the engine and the shells of a container send, in any division into chunks.
import { describe, expect, it } from 'vitest';
import { parsePorts } from './listening-ports.ts';
import { createMarkerSearch } from '../workspace-tools/marked-output.ts';
import { findTree, parseMarked, parseProcesses } from './process-table.ts';
import { quote } from '../workspace-tools/posix-script.ts';
import { createFrameReader } from './stream-frames.ts';

/** Feeds bytes in chunks of a size. */
function feed(bytes: Buffer, size: number, take: (chunk: Buffer) => void): void {
  for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
}

function frame(type: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe('the output of a container', () => {
  it.each([1, 2, 3, 7, 8, 9, 1000])('is split into its streams, in chunks of %i bytes', (size) => {
    const texts = { stdout: '', stderr: '' };
    const take = createFrameReader({
      stdout: (bytes) => (texts.stdout += bytes.toString()),
      stderr: (bytes) => (texts.stderr += bytes.toString()),
    });
    feed(Buffer.concat([frame(1, 'one '), frame(2, 'bad'), frame(1, ''), frame(1, 'two')]), size, take);
    expect(texts).toEqual({ stdout: 'one two', stderr: 'bad' });
  });

  it.each([1, 2, 3, 5, 1000])('ends at its marker, in chunks of %i bytes', (size) => {
    let data = '';
    let rest = '';
    let isFound = false;
    const search = createMarkerSearch(Buffer.from('<<end>>'), {
      data: (bytes) => (data += bytes.toString()),
      found: (bytes) => {
        isFound = true;
        rest += bytes.toString();
      },
    });
    const take = (chunk: Buffer): void => {
      if (isFound) rest += chunk.toString();
      else search(chunk);
    };
    feed(Buffer.from('a<b<<e <<en <<<end>>tail'), size, take);
    expect([data, rest]).toEqual(['a<b<<e <<en <', 'tail']);
  });
});

describe('the processes of a container', () => {
  const LINES = [
    '1 (init) S 0 1 1 0',
    '7 (sh) S 1 7 7 0',
    '20 (a) name) S 7 20 20 0',
    '21 (child) R 20 20 20 0',
    '22 (escaped) S 1 22 22 0',
    '23 (of escaped) S 22 22 22 0',
    '30 (zombie) Z 20 20 20 0',
    '/proc/22/environ',
    'noise',
  ].join('\n');

  it('are a command with its group, session, marked processes, and descendants, without zombies', () => {
    const all = parseProcesses(LINES);
    expect(all.map(({ pid }) => pid)).toEqual([1, 7, 20, 21, 22, 23]);
    expect(findTree(all, 20, parseMarked(LINES))).toEqual([20, 21, 22, 23]);
    expect(findTree(all, 99, new Set())).toEqual([]);
  });

  it('listen on ports of both versions of the protocol', () => {
    const lines = [
      '  sl  local_address rem_address   st',
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000',
      '   1: 0100007F:0050 0100007F:A1B2 01 00000000:00000000',
      '   0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A',
    ].join('\n');
    expect(parsePorts(lines)).toEqual([3000, 8080]);
  });

  it('get words as they are', () => {
    expect(quote(`it's $HOME "x"\n`)).toBe(`'it'\\''s $HOME "x"\n'`);
  });
});
